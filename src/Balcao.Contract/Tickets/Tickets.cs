namespace Balcao.Contract;

/// <summary>New: no agent has attended to it yet. Closed and cancelled are final.</summary>
public enum TicketStatus { New, InAttendance, Waiting, Resolved, Closed, Cancelled }

public enum TicketUrgency { Low, Normal, High, Urgent }

/// <param name="Protocol">The ticket's number, from the tenant's own sequence without gaps.</param>
public sealed record TicketName(TicketId Id, long Protocol, TicketStatus Status);

/// <summary>Closed: resolved for some days, so that the next message opens another ticket.</summary>
public enum TicketActionKind { Opened, Transcript, Resolved, Reopened, StatusChanged, Assigned, Moved, Edited, Note, Answer, ChatStarted, Closed, Merged, Linked, Unlinked }

/// <summary>What an action changed, as the values were named at that time.</summary>
/// <param name="Field">status, reason, owner, group, urgency, subject, tags, category; mergedFrom, mergedInto and link with a protocol; one of the tenant's own as <c>field:</c> and its name.</param>
public sealed record TicketChange(string Field, string? From, string? To);

/// <param name="ChatId">Of a transcript: the chat whose closing left it; its messages are read by <c>GET /api/tickets/{id}/transcripts/{chatId}</c>.</param>
public sealed record TicketActionItem(
    TicketActionId Id, TicketActionKind Kind, DateTimeOffset At, AgentName? Author, ChatId? ChatId)
{
    /// <summary>Whether the customer knows of it: true for what was said to the customer, false for what agents keep to themselves.</summary>
    public bool IsPublic { get; init; }

    /// <summary>The text of a note.</summary>
    public string? Text { get; init; }

    /// <summary>The file of a note. The file of an answer is its message's.</summary>
    public TicketFileItem? File { get; init; }

    public IReadOnlyList<TicketChange> Changes { get; init; } = [];

    /// <summary>The answer's message, as far as it still exists.</summary>
    public MessageItem? Message { get; init; }
}

/// <param name="Url">For those who see the ticket.</param>
public sealed record TicketFileItem(string Url, string MimeType, string FileName, long Size);

/// <summary>A ticket without what happened to it, which is a list of its own: <c>GET /api/tickets/{id}/actions</c>.</summary>
public sealed record TicketView(
    TicketId Id, long Protocol, TicketStatus Status, string Subject, ContactItem Contact,
    ConversationId ConversationId, DateTimeOffset OpenedAt, DateTimeOffset? ResolvedAt)
{
    /// <summary>Sent back with every change: a change of something older is refused with <c>request.changedMeanwhile</c>.</summary>
    public required int Version { get; init; }

    public required GroupName Group { get; init; }

    public AgentName? Owner { get; init; }

    public TicketUrgency Urgency { get; init; }

    /// <summary>What the ticket waits for; only while it waits.</summary>
    public string? WaitingReason { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public TicketCategoryName? Category { get; init; }

    /// <summary>The values of the tenant's own fields, as far as the ticket has some.</summary>
    public IReadOnlyList<TicketFieldValueItem> Fields { get; init; } = [];

    /// <summary>What is to be done next, and until when. Null: nothing has a target, or it is done, or the number is never open.</summary>
    public TicketDue? Due { get; init; }

    /// <summary>The ticket that this one became a part of. It is closed then, and what happened to it is found there.</summary>
    public TicketName? MergedInto { get; init; }

    /// <summary>Tickets that have to do with this one, by number.</summary>
    public IReadOnlyList<TicketLinkItem> Links { get; init; } = [];

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The end of the customer service window: an answer is allowed until then. Null: the customer never wrote.</summary>
    public DateTimeOffset? WindowEndsAt { get; init; }

    /// <summary>The conversation's chat that is not closed, if the reader may see it.</summary>
    public ChatName? OpenChat { get; init; }
}

/// <summary>A ticket that another one is linked to. Of one that the reader may not see there is only the number.</summary>
public sealed record TicketLinkItem(long Protocol, TicketId? Id, TicketStatus? Status, string? Subject);

public sealed record ChatName(ChatId Id, ChatStatus Status, AgentName? Agent);

/// <summary>A ticket in lists.</summary>
public sealed record TicketItem(
    TicketId Id, long Protocol, TicketStatus Status, string Subject, ContactItem Contact, GroupName Group, AgentName? Owner,
    TicketUrgency Urgency, IReadOnlyList<string> Tags, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt)
{
    /// <inheritdoc cref="TicketView.Due"/>
    public TicketDue? Due { get; init; }
}

public enum TicketDueKind { FirstAnswer, Resolution }

/// <summary>The target of a ticket that comes first. It is counted in the service hours of the ticket's number.</summary>
/// <param name="At">Null while the ticket waits and is not late: what is left then stays.</param>
/// <param name="MinutesLeft">The service time that is left; only without <paramref name="At"/>.</param>
public sealed record TicketDue(TicketDueKind Kind, DateTimeOffset? At, int? MinutesLeft = null);

/// <summary>In service time, from the opening of the ticket; null: no target.</summary>
public sealed record TicketTargetItem(TicketUrgency Urgency, int? FirstAnswerMinutes, int? ResolutionMinutes);

public sealed record TicketTargetList(IReadOnlyList<TicketTargetItem> Targets)
{
    /// <summary>Of all targets together. If it is sent back and somebody has saved since, the save is refused with <c>setting.changedMeanwhile</c>. Null: saved over them.</summary>
    public int? Version { get; init; }

    /// <summary>The longest target: 90 days of 8 hours.</summary>
    public const int MostMinutes = 43_200;
}

/// <summary>One page of the tickets that a filter selects.</summary>
/// <param name="Next">Opaque; null on the last page.</param>
/// <param name="Count">How many the filter selects, at most <see cref="MostCounted"/>.</param>
public sealed record TicketList(IReadOnlyList<TicketItem> Items, string? Next, long AsOf, int Count)
{
    /// <summary>Beyond it tickets are not counted: there are as many or more.</summary>
    public const int MostCounted = 1000;
}

/// <summary>Changed: the latest action first; unchanged: the earliest. Urgent: the most urgent first, of these the newest.</summary>
public enum TicketOrder { Newest, Oldest, Changed, Unchanged, Urgent }

/// <summary>Which tickets a list shows; null does not narrow it. It is also the query of the page's URL.</summary>
public sealed record TicketFilter
{
    /// <summary>Statuses by comma, or <c>open</c>: all but resolved, closed and cancelled.</summary>
    public string? Status { get; init; }

    /// <summary>An agent's id, <c>me</c> or <c>none</c>.</summary>
    public string? Owner { get; init; }

    public string? Group { get; init; }

    public string? Urgency { get; init; }

    public string? Tag { get; init; }

    public string? Contact { get; init; }

    /// <summary>With all categories below it.</summary>
    public string? Category { get; init; }

    /// <summary>The id of the number or other channel that the customer wrote to.</summary>
    public string? Origin { get; init; }

    /// <summary>The first day on which it was opened, as 2026-11-30.</summary>
    public string? From { get; init; }

    /// <summary>The last day.</summary>
    public string? To { get; init; }

    /// <summary>The time zone of the days, as America/Sao_Paulo; null: the tenant's.</summary>
    public string? Zone { get; init; }

    /// <summary>The id of one of the tenant's fields, a colon, and the value that the ticket has for it.</summary>
    public string? Field { get; init; }

    /// <summary>A protocol (with # nothing else), or beginnings of words of the subject or of the contact's name.</summary>
    public string? Q { get; init; }

    /// <summary>A <see cref="TicketOrder"/>; null: newest first.</summary>
    public string? Order { get; init; }
}

/// <summary>Closed and cancelled are final.</summary>
public sealed record ChangeTicketStatusRequest
{
    public required int Version { get; init; }

    /// <summary>Any but <see cref="TicketStatus.New"/>.</summary>
    public required TicketStatus Status { get; init; }

    /// <summary>Required for <see cref="TicketStatus.Waiting"/>: what the ticket waits for.</summary>
    public string? WaitingReason { get; init; }
}

public sealed record AssignTicketRequest
{
    public required int Version { get; init; }

    /// <summary>Null: nobody.</summary>
    public AgentId? OwnerId { get; init; }
}

public sealed record MoveTicketRequest
{
    public required int Version { get; init; }

    /// <summary>The group's members see the contact's whole history from then on.</summary>
    public required ChatGroupId GroupId { get; init; }
}

/// <summary>Properties that are null are not changed.</summary>
public sealed record EditTicketRequest
{
    public required int Version { get; init; }

    public string? Subject { get; init; }

    public TicketUrgency? Urgency { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }
}

public sealed record MergeTicketsRequest
{
    public required int Version { get; init; }

    /// <summary>A ticket of the same contact, which becomes a part of this one.</summary>
    public required TicketId OtherId { get; init; }

    public required int OtherVersion { get; init; }
}

public sealed record AddTicketNoteRequest
{
    /// <summary>Chosen by the client, unique per note; a repeated request with the id returns the first note.</summary>
    public required TicketActionId Id { get; init; }

    /// <summary>Required without a file.</summary>
    public string? Text { get; init; }

    /// <summary>A file of the caller's, uploaded by <c>POST /api/uploads</c>.</summary>
    public UploadId? UploadId { get; init; }
}

public sealed record AnswerTicketRequest
{
    /// <summary>Chosen by the client, unique per message; a repeated request with the key returns the first message.</summary>
    public required string ClientKey { get; init; }

    /// <summary>Required without a file; otherwise the file's caption.</summary>
    public string? Text { get; init; }

    /// <summary>A file of the caller's, uploaded by <c>POST /api/uploads</c>.</summary>
    public UploadId? UploadId { get; init; }
}

/// <summary>How long the texts of a ticket may be.</summary>
public static class TicketLimits
{
    public const int LongestSubject = 200;

    public const int LongestReason = 200;

    public const int LongestTag = 40;

    public const int MostTags = 20;

    public const int LongestNote = 4096;
}
