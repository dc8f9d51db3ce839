using Balcao.Client.Conversations;
using Balcao.Client.Realtime;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Bunit;

namespace Balcao.Client.Tests.Conversations;

/// <summary>
/// Two contacts are merged while Ana has a draft or an unsent message: the older conversation remains, the newer one becomes
/// part of it, and one of the two open chats is closed.
/// </summary>
public sealed class MergedConversationTests
{
    private readonly ChatItem _stays = A.Chat("Dona Lúcia", ChatStatus.InService, A.Ana, waited: TimeSpan.FromHours(1));
    private readonly ChatItem _goes = A.Chat("+5511999990001", ChatStatus.InService, A.Ana, waited: TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData("na que fica", "na que vai", "na que fica\nna que vai")]
    [InlineData("na que fica", "", "na que fica")]
    [InlineData("", "na que vai", "na que vai")]
    [InlineData("", "", "")]
    public async Task Drafts_move_to_the_remaining_conversation_and_two_drafts_are_joined(string stays, string goes, string after)
    {
        var desk = await OpenAsync();
        foreach (var isNote in (bool[])[false, true])
        {
            desk.Drafts.Keep(_stays.ConversationId, isNote, stays, _stays.Id);
            desk.Drafts.Keep(_goes.ConversationId, isNote, goes, _goes.Id);
        }

        Merge(desk, ends: _goes);

        foreach (var isNote in (bool[])[false, true]) Assert.Equal(after, desk.Drafts.Of(_stays.ConversationId, isNote));
        Assert.DoesNotContain(desk.Storage.Kept.Keys, key => key.Contains(_goes.ConversationId.ToString(), StringComparison.Ordinal));
        Assert.Equal(after, (await desk.ReloadAsync()).Drafts.Of(_stays.ConversationId, isNote: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_draft_of_the_closed_chat_is_in_the_chat_that_remains_open(bool isOlderEnded)
    {
        var desk = await OpenAsync();
        var (ended, living) = isOlderEnded ? (_stays, _goes) : (_goes, _stays);
        desk.Drafts.Keep(ended.ConversationId, isNote: false, "Já separei o bolo", ended.Id);

        Merge(desk, ended);

        var open = Assert.Single(desk.Store.OpenChats);
        Assert.Equal(living.Id, open.Id);
        Assert.Equal("Já separei o bolo", desk.Drafts.Of(open.ConversationId, isNote: false));
    }

    [Fact]
    public async Task Text_typed_in_the_old_thread_after_the_merge_is_kept_in_the_remaining_conversation()
    {
        var desk = await OpenAsync();
        Merge(desk, ends: _goes);

        desk.Drafts.Keep(_goes.ConversationId, isNote: false, "uma letra a mais", _goes.Id);

        Assert.Equal("uma letra a mais", desk.Drafts.Of(_stays.ConversationId, isNote: false));
    }

    [Fact]
    public async Task A_moved_draft_is_appended_to_the_text_on_screen_and_kept_at_the_next_key()
    {
        await using var screen = await Screen.OpenAsync();
        Begin(screen.Desk);
        screen.Desk.Store.Load([_stays, _goes], screen.Desk.Server.Position);
        var thread = await screen.OpenThreadAsync(_stays);
        var composer = screen.Render<Composer>(with => with.Add(c => c.Thread, thread).Add(c => c.Chat, _stays));
        composer.Find("textarea").Input("Bom dia");
        screen.Desk.Drafts.Keep(_goes.ConversationId, isNote: false, "Já separei", _goes.Id);

        Merge(screen.Desk, ends: _goes);

        composer.WaitForAssertion(() => Assert.Equal("Bom dia\nJá separei", composer.Find("textarea").GetAttribute("value")));
        composer.Find("textarea").Input("Bom dia\nJá separei o bolo");
        Assert.Equal("Bom dia\nJá separei o bolo", screen.Desk.Drafts.Of(_stays.ConversationId, isNote: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_draft_moves_even_if_the_page_was_closed_during_the_merge(bool isItsChatEnded)
    {
        var desk = await OpenAsync();
        desk.Drafts.Keep(_goes.ConversationId, isNote: false, "Já separei", _goes.Id);
        desk.Drafts.Keep(_stays.ConversationId, isNote: true, "prefere retirar", _stays.Id);

        var after = await ReloadAsync(desk, () => Merge(desk.Server, isItsChatEnded ? _goes : _stays));

        Assert.Equal("Já separei", after.Drafts.Of(_stays.ConversationId, isNote: false));
        Assert.Equal("prefere retirar", after.Drafts.Of(_stays.ConversationId, isNote: true));
    }

    [Fact]
    public async Task The_chat_of_a_draft_is_requested_again_after_a_failure()
    {
        var desk = await OpenAsync();
        desk.Drafts.Keep(_goes.ConversationId, isNote: false, "Já separei", _goes.Id);
        Merge(desk.Server, _goes);
        desk.Server.Instead = request => IsOf(request, _goes, "") ? throw new HttpRequestException("offline") : null;
        var after = await ReloadAsync(desk, () => { });
        Assert.Equal("", after.Drafts.Of(_stays.ConversationId, isNote: false));

        after.Server.Instead = null;
        await FollowAsync(after);

        Assert.Equal("Já separei", after.Drafts.Of(_stays.ConversationId, isNote: false));
    }

    [Fact]
    public async Task Reading_the_lists_again_detects_a_move_as_a_push_does()
    {
        var desk = await OpenAsync();
        desk.Drafts.Keep(_goes.ConversationId, isNote: false, "Já separei", _goes.Id);

        desk.Store.Load([_goes with { ConversationId = _stays.ConversationId }], 50);

        Assert.Equal("Já separei", desk.Drafts.Of(_stays.ConversationId, isNote: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unsent_messages_of_both_chats_are_sent_in_order_to_the_chat_that_remains_open(bool isOlderEnded)
    {
        var desk = await OpenAsync();
        var (ended, living) = isOlderEnded ? (_stays, _goes) : (_goes, _stays);
        desk.Server.Instead = request => IsSend(request) ? throw new HttpRequestException("offline") : null;
        desk.UnsentMessages.Send(Message(_goes, "um"));
        desk.UnsentMessages.Send(Message(_stays, "dois"));
        desk.UnsentMessages.Send(Message(_goes, "três") with { IsNote = true });

        Merge(desk, ended);
        Assert.Equal(["um", "dois", "três"], desk.UnsentMessages.Of(_stays.ConversationId).Select(o => o.Text));
        Assert.Equal(["um", "dois", "três"], desk.UnsentMessages.Of(_goes.ConversationId).Select(o => o.Text)); // for components that still have the old id
        desk.Server.Instead = request => IsOf(request, ended, "/messages") || IsOf(request, ended, "/notes") ? FakeBalcao.Refusal(409, "chat.closed", "O atendimento terminou.") : null;
        await SentAsync(desk);

        Assert.Equal(["um", "dois", "três"], desk.Server.Messages.Values.Select(m => m.Text));
        Assert.All(desk.Server.Messages.Values, message => Assert.Equal(living.Id, message.ChatId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_being_sent_while_its_chat_is_closed_arrives_once(bool isTakenIn)
    {
        var desk = await OpenAsync();
        desk.Server.Instead = request =>
        {
            if (!IsOf(request, _goes, "/messages")) return null;
            desk.Server.Instead = null;
            if (isTakenIn) desk.Server.Put(A.Message(_goes, MessageDirection.Outbound, A.Now, "um", A.Ana) with { ClientKey = "um", ConversationId = _stays.ConversationId });
            Merge(desk, ends: _goes);
            return isTakenIn ? throw new HttpRequestException("reset") : FakeBalcao.Refusal(409, "chat.closed", "O atendimento terminou.");
        };

        desk.UnsentMessages.Send(Message(_goes, "um"));
        desk.UnsentMessages.Send(Message(_goes, "dois"));
        await SentAsync(desk);

        Assert.Equal(["um", "dois"], desk.Server.Messages.Values.Select(m => m.Text));
        Assert.Equal(_stays.Id, desk.Server.Messages.Values.Last().ChatId);
    }

    [Fact]
    public async Task A_message_refused_by_the_closed_chat_is_shown_in_the_remaining_conversation_and_can_be_sent_there()
    {
        var desk = await OpenAsync();
        desk.Server.Instead = request => IsSend(request) ? throw new HttpRequestException("offline") : null;
        desk.UnsentMessages.Send(Message(_goes, "um"));
        Merge(desk.Server, _goes);
        desk.Server.Instead = request => IsOf(request, _goes, "/messages") ? FakeBalcao.Refusal(409, "chat.closed", "O atendimento terminou.") : null;

        // After the reload the stored message is sent before the lists are read.
        var after = await desk.ReloadAsync();
        after.UnsentMessages.Resume();
        await after.UnsentMessages.WhenSentAsync(_goes.ConversationId);
        await LoadAsync(after);
        var refused = Assert.Single(after.UnsentMessages.Of(_stays.ConversationId));
        Assert.Equal((UnsentState.Refused, "O atendimento terminou."), (refused.State, refused.Reason));
        after.UnsentMessages.SendAgain(refused.ClientKey);
        await after.UnsentMessages.WhenSentAsync(_stays.ConversationId);

        Assert.Equal(("um", _stays.Id), Assert.Single(after.Server.Messages.Values) is var sent ? (sent.Text, sent.ChatId!.Value) : default);
    }

    [Fact]
    public void An_answer_from_before_the_move_does_not_undo_it()
    {
        var (moves, told) = (new ConversationMerges(), new List<(ConversationId, ConversationId)>());
        moves.Moved += (from, to) => told.Add((from, to));
        moves.Saw(_goes.Id, _goes.ConversationId);
        moves.Saw(_goes.Id, _stays.ConversationId);

        moves.Saw(_goes.Id, _goes.ConversationId);
        moves.Saw(_stays.Id, _goes.ConversationId);
        moves.Remembered(_goes.Id, _goes.ConversationId);

        Assert.Equal([(_goes.ConversationId, _stays.ConversationId)], told);
        Assert.Equal(_stays.ConversationId, moves.Now(_goes.ConversationId));
    }

    [Fact]
    public void A_conversation_that_moved_twice_resolves_to_the_last_one()
    {
        var moves = new ConversationMerges();
        var last = ConversationId.New(A.Now);
        moves.Saw(_goes.Id, _goes.ConversationId);
        moves.Saw(_goes.Id, _stays.ConversationId);
        moves.Saw(_goes.Id, last);

        Assert.Equal((last, last), (moves.Now(_goes.ConversationId), moves.Now(_stays.ConversationId)));
    }

    private async Task<Desk> OpenAsync()
    {
        var desk = await Desk.OpenAsync();
        Begin(desk);
        await LoadAsync(desk);
        return desk;
    }

    private void Begin(Desk desk)
    {
        desk.Server.Put(_stays);
        desk.Server.Put(_goes);
    }

    private static async Task LoadAsync(Desk desk)
    {
        using var reader = new FeedReader(desk.Server.Api(), desk.Store);
        await reader.LoadAsync(default);
        await FollowAsync(desk);
    }

    private static Task FollowAsync(Desk desk) => new StoredWorkMerges(desk.Server.Api(), desk.Store, desk.Drafts, desk.UnsentMessages).FollowAsync();

    private static async Task<Desk> ReloadAsync(Desk desk, Action meanwhile)
    {
        meanwhile();
        var after = await desk.ReloadAsync();
        await LoadAsync(after);
        return after;
    }

    /// <summary>The page receives the merge like any other change: each chat in its current state.</summary>
    private void Merge(Desk desk, ChatItem ends)
    {
        Merge(desk.Server, ends);
        desk.Store.Apply(new(desk.Store.Position, desk.Server.Position, false, [desk.Server.Chats[_stays.Id], desk.Server.Chats[_goes.Id]], [], [], []));
    }

    private void Merge(FakeBalcao server, ChatItem ends)
    {
        foreach (var chat in (ChatItem[])[_stays, _goes])
        {
            var merged = chat with { ConversationId = _stays.ConversationId, Contact = _stays.Contact };
            server.Put(chat.Id == ends.Id ? merged with { Status = ChatStatus.Closed, ClosedAt = A.Now } : merged);
        }
    }

    private static async Task SentAsync(Desk desk)
    {
        while (desk.Store.OpenChats.SelectMany(c => desk.UnsentMessages.Of(c.ConversationId)).Any())
        {
            desk.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static UnsentMessage Message(ChatItem chat, string text) => new()
    {
        ClientKey = text, ChatId = chat.Id, ConversationId = chat.ConversationId, Text = text, At = A.Now,
    };

    private static bool IsSend(HttpRequestMessage request) => request.Method == HttpMethod.Post;

    private static bool IsOf(HttpRequestMessage request, ChatItem chat, string what) => request.RequestUri!.AbsolutePath == $"/api/chats/{chat.Id}{what}";
}
