using Balcao.Client.Tests.World;
using Balcao.Contract;

namespace Balcao.Client.Tests.Conversations;

public sealed class DraftsTests
{
    private readonly ConversationId _lucia = ConversationId.New(A.Now);
    private readonly ConversationId _marcos = ConversationId.New(A.Now);

    [Fact]
    public async Task A_draft_survives_a_reload()
    {
        var desk = await Desk.OpenAsync();
        desk.Drafts.Keep(_lucia, isNote: false, "Bom dia, Dona Lú");
        var after = await desk.ReloadAsync();
        Assert.Equal("Bom dia, Dona Lú", after.Drafts.Of(_lucia, isNote: false));
    }

    [Fact]
    public async Task Each_conversation_has_separate_drafts_for_messages_and_notes()
    {
        var desk = await Desk.OpenAsync();
        desk.Drafts.Keep(_lucia, isNote: false, "mensagem");
        desk.Drafts.Keep(_lucia, isNote: true, "nota");
        Assert.Equal("mensagem", desk.Drafts.Of(_lucia, isNote: false));
        Assert.Equal("nota", desk.Drafts.Of(_lucia, isNote: true));
        Assert.Equal("", desk.Drafts.Of(_marcos, isNote: false));
    }

    [Fact]
    public async Task Another_person_on_the_same_browser_does_not_see_the_draft()
    {
        var desk = await Desk.OpenAsync();
        desk.Drafts.Keep(_lucia, isNote: false, "de Ana");
        desk.Server.Me = A.Me(A.Bruno);
        Assert.Equal("", (await desk.ReloadAsync()).Drafts.Of(_lucia, isNote: false));
    }

    [Fact]
    public async Task An_emptied_draft_is_removed_from_the_storage()
    {
        var desk = await Desk.OpenAsync();
        desk.Drafts.Keep(_lucia, isNote: false, "a");
        desk.Drafts.Keep(_lucia, isNote: false, "");
        Assert.Empty(desk.Drafts.Of(_lucia, isNote: false));
        Assert.Empty(desk.Storage.KeptWork);
    }
}
