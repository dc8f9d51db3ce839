using System.Net;
using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components.Web;

namespace Balcao.Client.Tests.Conversations;

/// <summary>A message that the server cannot take holds up no other for long.</summary>
[Finding("U9")]
public sealed class UnsentFailuresTests
{
    private readonly ChatItem _chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);
    private readonly ChatItem _other = A.Chat("Seu Jorge", ChatStatus.InService, A.Ana, protocol: 1043);

    [Theory]
    [InlineData(500, true)]
    [InlineData(200, false)] // the page of a proxy, with the status of a success
    public async Task A_message_at_which_the_server_fails_waits_for_the_person_after_some_tries_and_the_next_ones_go_on(int status, bool isProblem)
    {
        var desk = await OpenAsync();
        var tries = new List<DateTimeOffset>();
        desk.Server.Instead = request =>
        {
            if (!IsSendOf(request, _chat) || tries.Count == 5) return null;
            tries.Add(desk.Time.GetUtcNow());
            return isProblem ? FakeBalcao.Refusal(status, "http.500", "Algo deu errado.") : new((HttpStatusCode)status) { Content = new StringContent("<html>", null, "text/html") };
        };

        desk.UnsentMessages.Send(Message(_chat, "um"));
        desk.UnsentMessages.Send(Message(_chat, "dois"));
        desk.UnsentMessages.Send(Message(_other, "de outra conversa"));
        await desk.UnsentMessages.WhenSentAsync(_other.ConversationId);
        Assert.Equal(["de outra conversa"], desk.Server.Messages.Values.Select(m => m.Text));
        await TimePassesAsync(desk, () => desk.Server.Messages.Count == 2);
        await desk.UnsentMessages.WhenSentAsync(_chat.ConversationId);

        var left = Assert.Single(desk.UnsentMessages.Of(_chat.ConversationId));
        Assert.Equal(("um", UnsentState.Refused, null), (left.Text, left.State, left.Reason));
        Assert.Equal("dois", desk.Server.Messages.Values.Last().Text);
        var pauses = tries.Zip(tries.Skip(1), (earlier, later) => later - earlier).ToList();
        Assert.Equal(pauses.Order(), pauses); // it waits longer each time
        Assert.True(pauses[^1] >= TimeSpan.FromSeconds(10));

        desk.UnsentMessages.SendAgain("um");
        await desk.UnsentMessages.WhenSentAsync(_chat.ConversationId);
        Assert.Equal("um", desk.Server.Messages.Values.Last().Text);
        Assert.Empty(desk.Storage.KeptWork);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(429)]
    public async Task While_the_server_is_away_a_message_is_tried_without_end(int status)
    {
        var desk = await OpenAsync();
        var tries = 0;
        desk.Server.Instead = request => IsSendOf(request, _chat) && ++tries <= 12 ? FakeBalcao.Refusal(status, $"http.{status}", "") : null;

        desk.UnsentMessages.Send(Message(_chat, "um"));
        await TimePassesAsync(desk, () => desk.Server.Messages.Count == 1);

        Assert.Equal(13, tries);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task A_refused_message_is_not_tried_again_by_itself_and_the_next_one_goes_at_once(int status)
    {
        var desk = await OpenAsync();
        var tries = 0;
        desk.Server.Instead = request => IsSendOf(request, _chat) && ++tries == 1 ? FakeBalcao.Refusal(status, "input.invalid", "Há um caractere que não é aceito.") : null;

        desk.UnsentMessages.Send(Message(_chat, "um"));
        desk.UnsentMessages.Send(Message(_chat, "dois"));
        await desk.UnsentMessages.WhenSentAsync(_chat.ConversationId);

        Assert.Equal(2, tries);
        Assert.Equal("dois", Assert.Single(desk.Server.Messages.Values).Text);
        Assert.Equal("Há um caractere que não é aceito.", Assert.Single(desk.UnsentMessages.Of(_chat.ConversationId)).Reason);
    }

    [Fact]
    public async Task Characters_that_nobody_types_are_left_out_of_message_note_and_draft()
    {
        var (pasted, sent) = ("\u0001preço\0\n\tR$ 5\u009F", "preço\n\tR$ 5");
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Server.Put(_chat);
        var thread = await screen.OpenThreadAsync(_chat);
        var composer = screen.Render<Composer>(with => with.Add(c => c.Thread, thread).Add(c => c.Chat, _chat));
        foreach (var mode in (int[])[0, 1])
        {
            composer.FindAll(".modes button")[mode].Click();
            composer.Find("textarea").Input(pasted);
            Assert.Equal(sent, screen.Desk.Drafts.Of(_chat.ConversationId, isNote: mode == 1));
            composer.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "Enter" });
            await screen.Desk.UnsentMessages.WhenSentAsync(_chat.ConversationId);
        }

        Assert.Equal([sent, sent], screen.Desk.Server.Messages.Values.Select(m => m.Text));
    }

    [Fact]
    public async Task A_text_of_such_characters_alone_cannot_be_sent()
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Server.Put(_chat);
        var thread = await screen.OpenThreadAsync(_chat);
        var composer = screen.Render<Composer>(with => with.Add(c => c.Thread, thread).Add(c => c.Chat, _chat));

        composer.Find("textarea").Input("\0\u0008");

        Assert.True(composer.Find(".send").HasAttribute("disabled"));
    }

    private async Task<Desk> OpenAsync()
    {
        var desk = await Desk.OpenAsync();
        desk.Server.Put(_chat);
        desk.Server.Put(_other);
        return desk;
    }

    private static UnsentMessage Message(ChatItem chat, string text) => new()
    {
        ClientKey = text, ChatId = chat.Id, ConversationId = chat.ConversationId, Text = text, At = A.Now,
    };

    private static bool IsSendOf(HttpRequestMessage request, ChatItem chat) => request.RequestUri!.AbsolutePath == $"/api/chats/{chat.Id}/messages";

    private static async Task TimePassesAsync(Desk desk, Func<bool> condition)
    {
        while (!condition())
        {
            desk.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
