namespace Balcao.Contract;

public static class MacroLimits
{
    public const int Name = 80, Tag = TicketLimits.LongestTag, Actions = 10, Files = 5;

    /// <summary>A macro's text before its variables are expanded.</summary>
    public const int Text = MessageLimits.Text;

    /// <summary>So many macros a tenant has at most: an agent's list is read as a whole.</summary>
    public const int PerTenant = 500;

    /// <summary>Shorter than that of a message: the macro's further messages have keys that are made from it.</summary>
    public const int ClientKey = 60;
}

/// <param name="Group">Null: all groups of the tenant use it.</param>
/// <param name="Text">With its variables, or, in the list for a chat, with the chat's values in their place; null: the macro has only files or actions.</param>
public sealed record MacroItem(MacroId Id, string Name, GroupName? Group, string? Text, IReadOnlyList<MacroAction> Actions)
{
    /// <summary>Sent back with a save; it grows with every change.</summary>
    public int Version { get; init; }

    /// <summary>In the order in which they are sent.</summary>
    public IReadOnlyList<MacroFileItem> Files { get; init => field = value ?? []; } = [];

    /// <summary>What the actions name.</summary>
    public IReadOnlyList<MacroTarget> Targets { get; init => field = value ?? []; } = [];
}

/// <summary>A file of a macro, read by <c>GET /api/macros/{id}/files/{fileId}</c>.</summary>
public sealed record MacroFileItem(MacroFileId Id, MessageKind Kind, string MimeType, string FileName, long Size);

/// <summary>A group, agent or category that an action names. What does not exist any more is not in the list.</summary>
/// <param name="Name">Of a category its whole path.</param>
/// <param name="IsEnabled">False: the action would be refused.</param>
public sealed record MacroTarget(Guid Id, string Name, bool IsEnabled);

/// <summary>A text, a file, or at least one action.</summary>
public sealed record SaveMacroRequest
{
    /// <summary>The version that was read: if somebody has saved since, the save is refused with <c>setting.changedMeanwhile</c>. Null: saved over it, or a new macro.</summary>
    public int? Version { get; init; }

    /// <summary>Unique in the tenant; agents search by it.</summary>
    public required string Name { get; init; }

    /// <summary>Null: all groups of the tenant use it.</summary>
    public ChatGroupId? GroupId { get; init; }

    /// <summary>May contain the variables of <see cref="VariableContext.Macro"/>.</summary>
    public string? Text { get; init; }

    public required IReadOnlyList<MacroAction> Actions { get; init; }

    /// <summary>All files that the macro has from then on, in their order.</summary>
    public IReadOnlyList<MacroFileChoice> Files { get; init => field = value ?? []; } = [];
}

/// <summary>Either a file that the macro has already, or an uploaded one.</summary>
public sealed record MacroFileChoice
{
    public MacroFileId? FileId { get; init; }

    public UploadId? UploadId { get; init; }
}

public sealed record ApplyMacroRequest
{
    public required MacroId MacroId { get; init; }

    /// <summary>Chosen by the client, unique per message, at most 60 characters; a repeated request with the key does nothing again.</summary>
    public required string ClientKey { get; init; }

    /// <summary>What the agent made of the macro's text; null: the text as the macro has it; empty: only the files and actions.</summary>
    public string? Text { get; init; }
}

/// <param name="Messages">What was sent: the text, which is the first file's caption if it can be, and the files.</param>
/// <param name="Outcomes">The actions in the order in which they were carried out; empty if the request was a repeated one.</param>
public sealed record MacroApplied(IReadOnlyList<MessageItem> Messages, IReadOnlyList<MacroOutcome> Outcomes);

/// <param name="Refusal">Why the action was not carried out; null: it was.</param>
public sealed record MacroOutcome(MacroAction Action, Problem? Refusal);
