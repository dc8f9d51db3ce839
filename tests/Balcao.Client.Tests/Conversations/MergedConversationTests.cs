using Balcao.Client.Conversations;
using Balcao.Client.Realtime;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Bunit;

namespace Balcao.Client.Tests.Conversations;

/// <summary>
/// Two contacts turn out to be one person while Ana has something typed, or on its way: the older conversation stays, the
/// newer one becomes part of it, and of two open chats one ends.
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
    public async Task Drafts_move_to_the_conversation_that_stays_and_of_two_both_are_kept(string stays, string goes, string after)
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
    public async Task Whichever_chat_ends_its_draft_is_before_whoever_serves_the_other(bool isOlderEnded)
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
    public async Task What_is_typed_in_a_thread_that_is_about_to_close_is_kept_where_it_goes_on()
    {
        var desk = await OpenAsync();
        Merge(desk, ends: _goes);

        desk.Drafts.Keep(_goes.ConversationId, isNote: false, "uma letra a mais", _goes.Id);

        Assert.Equal("uma letra a mais", desk.Drafts.Of(_stays.ConversationId, isNote: false));
    }

    [Fact]
    public async Task A_text_on_screen_grows_by_what_moves_there_and_the_next_key_loses_none_of_it()
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
    public async Task A_draft_moves_as_well_if_the_page_was_closed_meanwhile(bool isItsChatEnded)
    {
        var desk = await OpenAsync();
        desk.Drafts.Keep(_goes.ConversationId, isNote: false, "Já separei", _goes.Id);
        desk.Drafts.Keep(_stays.ConversationId, isNote: true, "prefere retirar", _stays.Id);

        var after = await ReloadAsync(desk, () => Merge(desk.Server, isItsChatEnded ? _goes : _stays));

        Assert.Equal("Já separei", after.Drafts.Of(_stays.ConversationId, isNote: false));
        Assert.Equal("prefere retirar", after.Drafts.Of(_stays.ConversationId, isNote: true));
    }

    [Fact]
    public async Task A_draft_whose_chat_cannot_be_asked_for_now_is_asked_for_again()
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
    public async Task Lists_read_anew_tell_of_a_move_as_a_push_does()
    {
        var desk = await OpenAsync();
        desk.Drafts.Keep(_goes.ConversationId, isNote: false, "Já separei", _goes.Id);

        desk.Store.Load([_goes with { ConversationId = _stays.ConversationId }], 50);

        Assert.Equal("Já separei", desk.Drafts.Of(_stays.ConversationId, isNote: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unsent_messages_of_both_are_sent_to_the_chat_that_goes_on_in_their_order(bool isOlderEnded)
    {
        var desk = await OpenAsync();
        var (ended, living) = isOlderEnded ? (_stays, _goes) : (_goes, _stays);
        desk.Server.Instead = request => IsSend(request) ? throw new HttpRequestException("offline") : null;
        desk.Outbox.Send(Message(_goes, "um"));
        desk.Outbox.Send(Message(_stays, "dois"));
        desk.Outbox.Send(Message(_goes, "três") with { IsNote = true });

        Merge(desk, ended);
        Assert.Equal(["um", "dois", "três"], desk.Outbox.Of(_stays.ConversationId).Select(o => o.Text));
        Assert.Equal(["um", "dois", "três"], desk.Outbox.Of(_goes.ConversationId).Select(o => o.Text)); // for what still holds the old id
        desk.Server.Instead = request => IsOf(request, ended, "/messages") || IsOf(request, ended, "/notes") ? FakeBalcao.Refusal(409, "chat.closed", "O atendimento terminou.") : null;
        await SentAsync(desk);

        Assert.Equal(["um", "dois", "três"], desk.Server.Messages.Values.Select(m => m.Text));
        Assert.All(desk.Server.Messages.Values, message => Assert.Equal(living.Id, message.ChatId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_on_its_way_while_its_chat_ends_arrives_once(bool isTakenIn)
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

        desk.Outbox.Send(Message(_goes, "um"));
        desk.Outbox.Send(Message(_goes, "dois"));
        await SentAsync(desk);

        Assert.Equal(["um", "dois"], desk.Server.Messages.Values.Select(m => m.Text));
        Assert.Equal(_stays.Id, desk.Server.Messages.Values.Last().ChatId);
    }

    [Fact]
    public async Task What_a_chat_refused_that_ended_meanwhile_is_shown_where_it_goes_on_and_sent_there_when_asked_for()
    {
        var desk = await OpenAsync();
        desk.Server.Instead = request => IsSend(request) ? throw new HttpRequestException("offline") : null;
        desk.Outbox.Send(Message(_goes, "um"));
        Merge(desk.Server, _goes);
        desk.Server.Instead = request => IsOf(request, _goes, "/messages") ? FakeBalcao.Refusal(409, "chat.closed", "O atendimento terminou.") : null;

        // The page comes back: what was kept goes out before the lists are read.
        var after = await desk.ReloadAsync();
        after.Outbox.Resume();
        await after.Outbox.FlushedAsync(_goes.ConversationId);
        await LoadAsync(after);
        var refused = Assert.Single(after.Outbox.Of(_stays.ConversationId));
        Assert.Equal((OutgoingState.Refused, "O atendimento terminou."), (refused.State, refused.Reason));
        after.Outbox.SendAgain(refused.ClientKey);
        await after.Outbox.FlushedAsync(_stays.ConversationId);

        Assert.Equal(("um", _stays.Id), Assert.Single(after.Server.Messages.Values) is var sent ? (sent.Text, sent.ChatId!.Value) : default);
    }

    [Fact]
    public void An_answer_from_before_the_move_brings_nothing_back()
    {
        var (moves, told) = (new ConversationMoves(), new List<(ConversationId, ConversationId)>());
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
    public void Who_moves_twice_is_found_at_the_end()
    {
        var moves = new ConversationMoves();
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

    private static Task FollowAsync(Desk desk) => new KeptFromBefore(desk.Server.Api(), desk.Store, desk.Drafts, desk.Outbox).FollowAsync();

    private static async Task<Desk> ReloadAsync(Desk desk, Action meanwhile)
    {
        meanwhile();
        var after = await desk.ReloadAsync();
        await LoadAsync(after);
        return after;
    }

    /// <summary>The page hears of it as of any change: each chat as it now is.</summary>
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
        while (desk.Store.OpenChats.SelectMany(c => desk.Outbox.Of(c.ConversationId)).Any())
        {
            desk.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static Outgoing Message(ChatItem chat, string text) => new()
    {
        ClientKey = text, ChatId = chat.Id, ConversationId = chat.ConversationId, Text = text, At = A.Now,
    };

    private static bool IsSend(HttpRequestMessage request) => request.Method == HttpMethod.Post;

    private static bool IsOf(HttpRequestMessage request, ChatItem chat, string what) => request.RequestUri!.AbsolutePath == $"/api/chats/{chat.Id}{what}";
}
