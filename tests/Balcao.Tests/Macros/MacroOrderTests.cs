using Balcao.Contract;

namespace Balcao.Tests.Macros;

[WithoutDatabase]
public sealed class MacroOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly MacroAction Tag = new() { Kind = MacroActionKind.AddTag, Tag = "troca" };
    private static readonly MacroAction Category = new() { Kind = MacroActionKind.SetCategory, CategoryId = TicketCategoryId.New(Now) };
    private static readonly MacroAction ToGroup = new() { Kind = MacroActionKind.TransferToGroup, GroupId = ChatGroupId.New(Now) };
    private static readonly MacroAction ToAgent = new() { Kind = MacroActionKind.TransferToAgent, AgentId = AgentId.New(Now) };
    private static readonly MacroAction Resolving = new() { Kind = MacroActionKind.CloseChat, ResolvesTicket = true };
    private static readonly MacroAction Keeping = new() { Kind = MacroActionKind.CloseChat, ResolvesTicket = false };
    private static readonly MacroAction Waiting = new() { Kind = MacroActionKind.SetTicketStatus, Status = TicketStatus.Waiting, WaitingReason = "peça" };
    private static readonly MacroAction Resolved = new() { Kind = MacroActionKind.SetTicketStatus, Status = TicketStatus.Resolved };

    [Fact]
    public void The_chat_is_closed_before_its_ticket_gets_a_status_and_a_transfer_is_last()
    {
        Assert.Equal([Tag, Category, Keeping, Waiting], MacroOrder.Of([Waiting, Keeping, Category, Tag]));
        Assert.Equal([Tag, Category, Waiting, ToGroup], MacroOrder.Of([ToGroup, Tag, Waiting, Category]));
    }

    public static TheoryData<bool, MacroAction[]> Together => new()
    {
        { false, [] }, { false, [Tag, Category, Waiting, ToGroup] }, { false, [Keeping, Waiting] }, { false, [Keeping, Resolved] }, { false, [Resolving, Resolved] },
        { true, [ToGroup, ToAgent] }, { true, [ToGroup, Keeping] }, { true, [ToAgent, Resolving] }, { true, [Resolving, Waiting] },
    };

    [Theory, MemberData(nameof(Together))]
    public void Actions_that_undo_one_another_contradict(bool contradict, MacroAction[] actions) => Assert.Equal(contradict, MacroOrder.Contradict(actions));
}
