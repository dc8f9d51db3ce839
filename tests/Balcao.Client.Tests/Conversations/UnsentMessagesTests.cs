using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;

namespace Balcao.Client.Tests.Conversations;

public sealed class UnsentMessagesTests
{
    private readonly ChatItem _chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);

    [Fact]
    public async Task A_message_is_shown_at_once_and_removed_when_the_server_has_it()
    {
        var desk = await OpenAsync();
        var shown = new List<int>();
        desk.UnsentMessages.Changed += () => shown.Add(desk.UnsentMessages.Of(_chat.ConversationId).Count());

        desk.UnsentMessages.Send(Message("Bom dia"));
        await desk.UnsentMessages.WhenSentAsync(_chat.ConversationId);

        Assert.Contains(1, shown);
        Assert.Empty(desk.UnsentMessages.Of(_chat.ConversationId));
        Assert.Equal("Bom dia", Assert.Single(desk.Server.Messages.Values).Text);
    }

    [Fact]
    public async Task Sending_is_retried_with_the_same_key_until_the_connection_is_back()
    {
        var desk = await OpenAsync();
        var attempts = 0;
        desk.Server.Instead = request => IsSend(request) && ++attempts < 4 ? throw new HttpRequestException("offline") : null;

        desk.UnsentMessages.Send(Message("Oi", key: "k1"));
        foreach (var attempt in (int[])[1, 2, 3])
        {
            await TimePassesAsync(desk, () => attempts >= attempt);
            Assert.Equal(UnsentState.Waiting, Assert.Single(desk.UnsentMessages.Of(_chat.ConversationId)).State);
        }
        await TimePassesAsync(desk, () => !desk.UnsentMessages.Of(_chat.ConversationId).Any());

        Assert.Equal(4, attempts);
        Assert.Equal("k1", Assert.Single(desk.Server.Messages.Values).ClientKey);
    }

    [Fact]
    public async Task A_message_is_stored_once_if_the_answer_is_lost()
    {
        var desk = await OpenAsync();
        var attempts = 0;
        desk.Server.Instead = request =>
        {
            if (!IsSend(request) || ++attempts > 1) return null;
            // The server stored it, and the connection broke before the answer.
            desk.Server.Put(A.Message(_chat, MessageDirection.Outbound, A.Now, "Oi", A.Ana) with { ClientKey = "k1" });
            throw new HttpRequestException("reset");
        };

        desk.UnsentMessages.Send(Message("Oi", key: "k1"));
        await TimePassesAsync(desk, () => !desk.UnsentMessages.Of(_chat.ConversationId).Any());

        Assert.Equal(2, attempts);
        Assert.Single(desk.Server.Messages);
    }

    [Fact]
    public async Task A_message_not_sent_before_a_reload_is_sent_after_it()
    {
        var desk = await OpenAsync();
        desk.Server.Instead = request => IsSend(request) ? throw new HttpRequestException("offline") : null;
        desk.UnsentMessages.Send(Message("Guarde isto", key: "k1"));

        var after = await desk.ReloadAsync();
        after.Server.Instead = null;
        after.UnsentMessages.Resume();
        await after.UnsentMessages.WhenSentAsync(_chat.ConversationId);

        Assert.Equal("Guarde isto", Assert.Single(after.Server.Messages.Values).Text);
        Assert.DoesNotContain(after.Storage.Kept.Keys, key => key.StartsWith("balcao.outbox", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_message_is_kept_with_its_reason_and_does_not_block_the_next_ones()
    {
        var desk = await OpenAsync();
        var sends = 0;
        desk.Server.Instead = request => IsSend(request) && ++sends == 1 ? FakeBalcao.Refusal(409, "send.windowClosed", "A janela fechou.") : null;

        desk.UnsentMessages.Send(Message("um", key: "k1"));
        desk.UnsentMessages.Send(Message("dois", key: "k2"));
        await desk.UnsentMessages.WhenSentAsync(_chat.ConversationId);

        var refused = Assert.Single(desk.UnsentMessages.Of(_chat.ConversationId));
        Assert.Equal(("k1", UnsentState.Refused, "A janela fechou."), (refused.ClientKey, refused.State, refused.Reason));
        Assert.Equal("dois", Assert.Single(desk.Server.Messages.Values).Text);

        desk.UnsentMessages.SendAgain("k1");
        await desk.UnsentMessages.WhenSentAsync(_chat.ConversationId);
        Assert.Empty(desk.UnsentMessages.Of(_chat.ConversationId));
        Assert.Equal(["k2", "k1"], desk.Server.Messages.Values.Select(m => m.ClientKey));
    }

    [Fact]
    public async Task A_reply_to_a_deleted_message_is_sent_again_without_the_quote()
    {
        var desk = await OpenAsync();
        var asked = A.Message(_chat, MessageDirection.Inbound, A.Now.AddMinutes(-1), "Que horas abre?");
        desk.Server.Put(asked);
        var sends = 0;
        desk.Server.Instead = request => IsSend(request) && ++sends == 1 ? FakeBalcao.Refusal(409, "message.revoked", "A mensagem foi apagada.") : null;

        desk.UnsentMessages.Send(Message("Às 7h", key: "k1") with { ReplyTo = asked.Id, Quote = new(asked.Id, asked.Direction, asked.Kind, asked.Text) });
        await desk.UnsentMessages.WhenSentAsync(_chat.ConversationId);
        Assert.Equal("A mensagem foi apagada.", Assert.Single(desk.UnsentMessages.Of(_chat.ConversationId)).Reason);
        desk.UnsentMessages.SendAgain("k1");
        await desk.UnsentMessages.WhenSentAsync(_chat.ConversationId);

        Assert.Null(desk.Server.Messages.Values.Single(m => m.ClientKey == "k1").Quote);
    }

    [Fact]
    public async Task Messages_of_a_conversation_are_sent_in_the_order_they_were_written()
    {
        var desk = await OpenAsync();
        var isFirst = true;
        desk.Server.Instead = request =>
        {
            if (!IsSend(request) || !isFirst) return null;
            isFirst = false;
            throw new HttpRequestException("offline");
        };

        foreach (var text in (string[])["um", "dois", "três"]) desk.UnsentMessages.Send(Message(text));
        await TimePassesAsync(desk, () => !desk.UnsentMessages.Of(_chat.ConversationId).Any());

        Assert.Equal(["um", "dois", "três"], desk.Server.Messages.Values.Select(m => m.Text));
    }

    [Fact]
    public async Task Another_person_on_the_same_browser_does_not_send_the_first_person_s_messages()
    {
        var desk = await OpenAsync();
        desk.Server.Instead = request => IsSend(request) ? throw new HttpRequestException("offline") : null;
        desk.UnsentMessages.Send(Message("de Ana"));

        desk.Server.Me = A.Me(A.Bruno);
        var bruno = await desk.ReloadAsync();
        bruno.Server.Instead = null;
        bruno.UnsentMessages.Resume();

        Assert.Empty(bruno.UnsentMessages.Of(_chat.ConversationId));
        Assert.Empty(bruno.Server.Messages);
    }

    private async Task<Desk> OpenAsync()
    {
        var desk = await Desk.OpenAsync();
        desk.Server.Put(_chat);
        return desk;
    }

    private UnsentMessage Message(string text, string? key = null) => new()
    {
        ClientKey = key ?? Uuid7.New(A.Now).ToString(),
        ChatId = _chat.Id,
        ConversationId = _chat.ConversationId,
        Text = text,
        At = A.Now,
    };

    private static bool IsSend(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.EndsWith("/messages", StringComparison.Ordinal) && request.Method == HttpMethod.Post;

    private static async Task TimePassesAsync(Desk desk, Func<bool> condition)
    {
        while (!condition())
        {
            desk.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
