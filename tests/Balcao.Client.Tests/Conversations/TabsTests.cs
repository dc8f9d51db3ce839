using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;

namespace Balcao.Client.Tests.Conversations;

/// <summary>Ana has two tabs open. They share the browser's storage, and neither knows what is in the other's memory.</summary>
[Finding("U8")]
public sealed class TabsTests
{
    private readonly ChatItem _chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_written_in_two_tabs_without_a_connection_are_all_sent_in_their_order(bool hearsLate)
    {
        var (one, other) = await OpenAsync();
        one.Storage.HearsLate = other.Storage.HearsLate = hearsLate;
        GoOffline(one);

        one.UnsentMessages.Send(Message("um"));
        other.UnsentMessages.Send(Message("dois"));
        one.UnsentMessages.Send(Message("três"));
        var after = await one.ReloadAsync();
        await ReconnectAsync(after);

        Assert.Equal(["um", "dois", "três"], after.Server.Messages.Values.Select(m => m.Text));
        Assert.Empty(after.Storage.KeptWork);
    }

    [Fact]
    public async Task What_a_closed_tab_left_is_sent_by_the_tab_that_stays_open()
    {
        var (closed, open) = await OpenAsync();
        GoOffline(closed);
        closed.UnsentMessages.Send(Message("um"));
        open.UnsentMessages.Send(Message("dois"));

        await ReconnectAsync(open);

        Assert.Equal(["um", "dois"], open.Server.Messages.Values.Select(m => m.Text));
    }

    [Fact]
    public async Task A_tab_shows_what_another_has_not_sent_until_it_is_sent()
    {
        var (one, other) = await OpenAsync();
        GoOffline(one);
        one.UnsentMessages.Send(Message("um"));
        Assert.Equal("um", Assert.Single(other.UnsentMessages.Of(_chat.ConversationId)).Text);

        await ReconnectAsync(one);

        Assert.Empty(other.UnsentMessages.Of(_chat.ConversationId));
    }

    [Fact]
    public async Task Two_tabs_that_send_the_same_message_at_once_store_it_once()
    {
        var (one, other) = await OpenAsync();
        GoOffline(one);
        one.UnsentMessages.Send(Message("um"));
        // While the request of one is under way, the other sends too.
        one.Server.Instead = request =>
        {
            if (!IsSend(request)) return null;
            one.Server.Instead = null;
            other.UnsentMessages.Resume();
            return null;
        };

        one.UnsentMessages.Resume();
        await one.UnsentMessages.WhenSentAsync(_chat.ConversationId);

        Assert.Equal(3, one.Server.Requests.Count(IsSend));
        Assert.Equal("um", Assert.Single(one.Server.Messages.Values).Text);
        Assert.Empty(one.Storage.KeptWork);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_discarded_in_one_tab_is_not_brought_back_by_another(bool hearsLate)
    {
        var (one, other) = await OpenAsync();
        one.Store.Load([_chat], one.Server.Position);
        GoOffline(one);
        one.UnsentMessages.Send(Message("um"));
        one.Storage.HearsLate = hearsLate;

        other.UnsentMessages.Discard("um");
        one.Store.Load([_chat with { ConversationId = ConversationId.New(A.Now.AddDays(-1)) }], one.Server.Position); // a merge, which changes what is kept
        await ReconnectAsync(one);

        Assert.Empty(one.Server.Messages);
        Assert.Empty(one.Storage.KeptWork);
    }

    [Fact]
    public async Task A_refusal_is_seen_in_both_tabs_and_one_of_them_sends_again()
    {
        var (one, other) = await OpenAsync();
        one.Server.Instead = request => IsSend(request) ? FakeBalcao.Refusal(409, "number.suspended", "O número está suspenso.") : null;
        one.UnsentMessages.Send(Message("um"));
        await one.UnsentMessages.WhenSentAsync(_chat.ConversationId);
        Assert.Equal("O número está suspenso.", Assert.Single(other.UnsentMessages.Of(_chat.ConversationId)).Reason);

        one.Server.Instead = null;
        other.UnsentMessages.SendAgain("um");
        await other.UnsentMessages.WhenSentAsync(_chat.ConversationId);

        Assert.Empty(one.UnsentMessages.Of(_chat.ConversationId));
        Assert.Single(one.Server.Messages);
    }

    [Fact]
    public async Task A_message_that_the_full_storage_did_not_take_is_sent_all_the_same()
    {
        var (one, other) = await OpenAsync();
        GoOffline(one);
        one.UnsentMessages.Send(Message("um"));
        one.Storage.IsFull = true;
        one.UnsentMessages.Send(Message("dois"));
        other.UnsentMessages.Send(Message("três"));
        Assert.Equal(["um", "dois", "três"], one.UnsentMessages.Of(_chat.ConversationId).Select(o => o.Text));
        Assert.Equal(["um", "três"], other.UnsentMessages.Of(_chat.ConversationId).Select(o => o.Text));

        await ReconnectAsync(one);

        Assert.Equal(["um", "dois", "três"], one.Server.Messages.Values.Select(m => m.Text));
        Assert.Empty(one.Storage.KeptWork);
    }

    [Fact]
    public async Task A_stored_message_that_cannot_be_read_holds_up_no_other()
    {
        var (one, _) = await OpenAsync();
        one.Storage.Kept[$"balcao.outbox.{one.Person.Me!.PersonId}.of-another-version"] = "[{";
        one.UnsentMessages.Send(Message("um"));
        await one.UnsentMessages.WhenSentAsync(_chat.ConversationId);

        Assert.Equal("um", Assert.Single(one.Server.Messages.Values).Text);
    }

    [Theory]
    [InlineData("Bom dia", "", "O", "Bom dia\nO")]
    [InlineData("Bom dia", "Bom", "Bom!", "Bom dia\nBom!")]
    [InlineData("Bom dia", "Bom", "", "Bom dia")]
    [InlineData("Bom dia", "Bom dia", "Bom dia!", "Bom dia!")]
    [InlineData("Bom dia", "Bom", "Bom dia", "Bom dia")]
    [InlineData("", "Bom", "Bom!", "Bom!")]
    public async Task A_draft_of_another_tab_is_never_written_over(string stored, string shown, string typed, string kept)
    {
        var (one, other) = await OpenAsync();
        other.Storage.HearsLate = true;
        foreach (var isNote in (bool[])[false, true])
        {
            one.Drafts.Keep(_chat.ConversationId, isNote, stored, _chat.Id, before: "");

            Assert.Equal(kept, other.Drafts.Keep(_chat.ConversationId, isNote, typed, _chat.Id, before: shown));
            Assert.Equal(kept, one.Drafts.Of(_chat.ConversationId, isNote));
        }
    }

    [Fact]
    public async Task What_is_typed_in_one_tab_is_shown_in_the_other_and_continued_there()
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Server.Put(_chat);
        var thread = await screen.OpenThreadAsync(_chat);
        var composer = screen.Render<Composer>(with => with.Add(c => c.Thread, thread).Add(c => c.Chat, _chat));
        var other = await screen.Desk.NewTabAsync();

        other.Drafts.Keep(_chat.ConversationId, isNote: false, "Bom dia", _chat.Id, before: "");
        composer.WaitForAssertion(() => Assert.Equal("Bom dia", composer.Find("textarea").GetAttribute("value")));
        composer.Find("textarea").Input("Bom dia!");

        Assert.Equal("Bom dia!", other.Drafts.Of(_chat.ConversationId, isNote: false));
    }

    [Fact]
    public async Task Typing_goes_on_while_the_storage_is_full()
    {
        var (one, _) = await OpenAsync();
        one.Drafts.Keep(_chat.ConversationId, isNote: false, "a", _chat.Id, before: "");
        one.Storage.IsFull = true;

        Assert.Equal("ab", one.Drafts.Keep(_chat.ConversationId, isNote: false, "ab", _chat.Id, before: "a"));
        Assert.Equal("abc", one.Drafts.Keep(_chat.ConversationId, isNote: false, "abc", _chat.Id, before: "ab"));
    }

    [Fact]
    public async Task A_merge_that_both_tabs_see_joins_two_drafts_once()
    {
        var (one, other) = await OpenAsync();
        var goes = A.Chat(status: ChatStatus.InService, agent: A.Ana);
        foreach (var tab in (Desk[])[one, other]) tab.Store.Load([_chat, goes], 1);
        one.Drafts.Keep(_chat.ConversationId, isNote: false, "na que fica", _chat.Id);
        one.Drafts.Keep(goes.ConversationId, isNote: false, "na que vai", goes.Id);
        // Each begins before it hears of the other: what was removed by one is there again for the other.
        var before = new Dictionary<string, string>(one.Storage.Kept);

        one.Store.Load([goes with { ConversationId = _chat.ConversationId }], 2);
        foreach (var (key, text) in before.Where(kept => kept.Key.Contains(goes.ConversationId.ToString(), StringComparison.Ordinal))) one.Storage.Kept[key] = text;
        other.Store.Load([goes with { ConversationId = _chat.ConversationId }], 2);

        Assert.Equal("na que fica\nna que vai", one.Drafts.Of(_chat.ConversationId, isNote: false));
    }

    private async Task<(Desk One, Desk Other)> OpenAsync()
    {
        var one = await Desk.OpenAsync();
        one.Server.Put(_chat);
        return (one, await one.NewTabAsync());
    }

    private UnsentMessage Message(string text) => new()
    {
        ClientKey = text, ChatId = _chat.Id, ConversationId = _chat.ConversationId, Text = text, At = A.Now,
    };

    private static void GoOffline(Desk desk) => desk.Server.Instead = request => IsSend(request) ? throw new HttpRequestException("offline") : null;

    private async Task ReconnectAsync(Desk desk)
    {
        desk.Server.Instead = null;
        desk.UnsentMessages.Resume();
        await desk.UnsentMessages.WhenSentAsync(_chat.ConversationId);
    }

    private static bool IsSend(HttpRequestMessage request) => request.Method == HttpMethod.Post;
}
