namespace Balcao.Contract;

/// <summary>What a macro does besides its text and files. <see cref="MacroAction"/> says which property belongs to which kind.</summary>
public enum MacroActionKind { TransferToGroup, AddTag, SetTicketStatus, SetCategory, CloseChat, TransferToAgent }

/// <summary>One action of a macro: its kind, and exactly the properties that this kind needs.</summary>
public sealed record MacroAction
{
    public required MacroActionKind Kind { get; init; }

    /// <summary>Of TransferToGroup.</summary>
    public ChatGroupId? GroupId { get; init; }

    /// <summary>Of TransferToAgent.</summary>
    public AgentId? AgentId { get; init; }

    /// <summary>Of AddTag: the only kind that a macro may have several times.</summary>
    public string? Tag { get; init; }

    /// <summary>Of SetTicketStatus: any but <see cref="TicketStatus.New"/>.</summary>
    public TicketStatus? Status { get; init; }

    /// <summary>Of SetTicketStatus with <see cref="TicketStatus.Waiting"/>: what the ticket waits for.</summary>
    public string? WaitingReason { get; init; }

    /// <summary>Of SetCategory.</summary>
    public TicketCategoryId? CategoryId { get; init; }

    /// <summary>Of CloseChat: whether the ticket is resolved with the chat, or stays open.</summary>
    public bool? ResolvesTicket { get; init; }

    /// <summary>What it names, if anything: the id of a group, an agent or a category.</summary>
    public Guid? TargetId() => GroupId?.Value ?? AgentId?.Value ?? CategoryId?.Value;

    /// <summary>Whether it has the properties of its kind, and no other.</summary>
    public bool IsWhole() => Kind switch
    {
        MacroActionKind.TransferToGroup => GroupId is not null && this == new MacroAction { Kind = Kind, GroupId = GroupId },
        MacroActionKind.TransferToAgent => AgentId is not null && this == new MacroAction { Kind = Kind, AgentId = AgentId },
        MacroActionKind.AddTag => !string.IsNullOrWhiteSpace(Tag) && this == new MacroAction { Kind = Kind, Tag = Tag },
        MacroActionKind.SetTicketStatus => Status is not (null or TicketStatus.New) && Status is TicketStatus.Waiting == !string.IsNullOrWhiteSpace(WaitingReason)
            && this == new MacroAction { Kind = Kind, Status = Status, WaitingReason = WaitingReason },
        MacroActionKind.SetCategory => CategoryId is not null && this == new MacroAction { Kind = Kind, CategoryId = CategoryId },
        MacroActionKind.CloseChat => ResolvesTicket is not null && this == new MacroAction { Kind = Kind, ResolvesTicket = ResolvesTicket },
        _ => false,
    };
}

public static class MacroOrder
{
    /// <summary>
    /// As they are carried out, whatever the order in which they were entered. The ticket gets its status after the chat is closed,
    /// because a ticket does not end before its chat. A transfer is last, because the agent may not see the ticket afterwards.
    /// </summary>
    public static IEnumerable<MacroAction> Of(IEnumerable<MacroAction> actions) => actions.OrderBy(action => action.Kind switch
    {
        MacroActionKind.AddTag => 0,
        MacroActionKind.SetCategory => 1,
        MacroActionKind.CloseChat => 2,
        MacroActionKind.SetTicketStatus => 3,
        _ => 4,
    });

    /// <summary>
    /// Whether one action would undo another: a chat has one next place at most, a closed chat is not transferred, and a ticket that is
    /// resolved with its chat has no other status.
    /// </summary>
    public static bool Contradict(IReadOnlyCollection<MacroAction> actions)
    {
        var places = actions.Count(a => a.Kind is MacroActionKind.TransferToGroup or MacroActionKind.TransferToAgent or MacroActionKind.CloseChat);
        return places > 1 || (actions.Any(a => a.ResolvesTicket is true) && actions.Any(a => a.Status is not (null or TicketStatus.Resolved)));
    }
}
