namespace Balcao.Contract;

/// <summary>What a macro does besides its text. <see cref="MacroAction"/> says which property belongs to which kind.</summary>
public enum MacroActionKind { TransferToGroup, AddTag, SetTicketStatus, SetCategory, CloseChat }

/// <summary>One action of a macro: its kind, and exactly the property that this kind needs.</summary>
public sealed record MacroAction
{
    /// <summary>The kinds that are carried out; the others are stored, and skipped when the macro is applied.</summary>
    public static IReadOnlyList<MacroActionKind> CarriedOut { get; } = [MacroActionKind.CloseChat];

    public required MacroActionKind Kind { get; init; }

    /// <summary>Of TransferToGroup.</summary>
    public ChatGroupId? GroupId { get; init; }

    /// <summary>Of AddTag: the only kind that a macro may have several times.</summary>
    public string? Tag { get; init; }

    /// <summary>Of SetTicketStatus.</summary>
    public TicketStatus? Status { get; init; }

    /// <summary>Of SetCategory.</summary>
    public Guid? CategoryId { get; init; }

    /// <summary>Of CloseChat: whether the ticket is resolved with the chat, or stays open.</summary>
    public bool? ResolvesTicket { get; init; }

    /// <summary>Whether it has the property of its kind, and no other.</summary>
    public bool IsWhole() => Kind switch
    {
        MacroActionKind.TransferToGroup => GroupId is not null && this == new MacroAction { Kind = Kind, GroupId = GroupId },
        MacroActionKind.AddTag => !string.IsNullOrWhiteSpace(Tag) && this == new MacroAction { Kind = Kind, Tag = Tag },
        MacroActionKind.SetTicketStatus => Status is not null && this == new MacroAction { Kind = Kind, Status = Status },
        MacroActionKind.SetCategory => CategoryId is not null && this == new MacroAction { Kind = Kind, CategoryId = CategoryId },
        MacroActionKind.CloseChat => ResolvesTicket is not null && this == new MacroAction { Kind = Kind, ResolvesTicket = ResolvesTicket },
        _ => false,
    };
}

public static class MacroLimits
{
    public const int Name = 80, Tag = 40, Actions = 10;

    /// <summary>A macro's text before its variables are expanded.</summary>
    public const int Text = MessageLimits.Text;

    /// <summary>So many macros a tenant has at most: an agent's list is read as a whole.</summary>
    public const int PerTenant = 500;
}

/// <param name="Group">Null: all groups of the tenant use it.</param>
/// <param name="Text">With its variables; null: the macro has only actions.</param>
public sealed record MacroItem(MacroId Id, string Name, GroupName? Group, string? Text, IReadOnlyList<MacroAction> Actions);

/// <summary>A text, or at least one action.</summary>
public sealed record SaveMacroRequest
{
    /// <summary>Unique in the tenant; agents search by it.</summary>
    public required string Name { get; init; }

    /// <summary>Null: all groups of the tenant use it.</summary>
    public ChatGroupId? GroupId { get; init; }

    /// <summary>May contain the variables of <see cref="VariableContext.Macro"/>.</summary>
    public string? Text { get; init; }

    public required IReadOnlyList<MacroAction> Actions { get; init; }
}

/// <summary>A macro as one chat would use it now.</summary>
/// <param name="Text">With the values of the chat in place of the variables; null: the macro has only actions.</param>
public sealed record ChatMacro(MacroId Id, string Name, GroupName? Group, string? Text, IReadOnlyList<MacroAction> Actions);

public sealed record ApplyMacroRequest
{
    public required MacroId MacroId { get; init; }

    /// <summary>Chosen by the client, unique per message; a repeated request with the key does nothing again.</summary>
    public required string ClientKey { get; init; }

    /// <summary>What the agent made of the macro's text; null: the text as the macro has it; empty: only the actions.</summary>
    public string? Text { get; init; }
}

/// <param name="Message">Null: nothing was sent.</param>
/// <param name="Skipped">The macro's actions that were not carried out; see <see cref="MacroAction.CarriedOut"/>.</param>
public sealed record MacroApplied(MessageItem? Message, IReadOnlyList<MacroActionKind> Skipped);
