using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;

namespace Balcao.Tickets;

/// <summary>A case of a customer, with its protocol number. A chat has a ticket from the start; a ticket may have several chats.</summary>
public sealed class Ticket : INumbered, IVersioned, IOfHistory
{
    /// <summary>The tenant's sequence that protocols are taken from.</summary>
    public const string ProtocolCounter = "protocol";

    public required TenantId TenantId { get; init; }

    public required TicketId Id { get; init; }

    /// <summary>
    /// 0 until the row is saved: the unit of work then takes the next number of the tenant. Rows of lanes on PostgreSQL get it with
    /// the commit.
    /// </summary>
    public long Protocol { get; set; }

    long INumbered.SequenceNumber
    {
        get => Protocol;
        set => Protocol = value;
    }

    public required ConversationId ConversationId { get; init; }

    public required ContactId ContactId { get; set; }

    /// <summary>The group whose work it is. It stays until a chat opens on the ticket, and then is the chat's group.</summary>
    public required ChatGroupId GroupId { get; set; }

    public AgentId? OwnerId { get; set; }

    public required string Subject
    {
        get;
        set => (field, SubjectWords) = (value, WordsOf(value));
    }

    /// <summary>The subject's words for searching, each after a space.</summary>
    public string SubjectWords { get; private set; } = "";

    public TicketStatus Status { get; private set; } = TicketStatus.New;

    /// <summary>What the ticket waits for; only while it waits.</summary>
    public string? WaitingReason { get; private set; }

    public TicketUrgency Urgency { get; set; } = TicketUrgency.Normal;

    public TicketCategoryId? CategoryId { get; set; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When an agent first attended to it: took a chat of it, answered it, or gave it a status.</summary>
    public DateTimeOffset? AttendedAt { get; private set; }

    /// <summary>When an agent first wrote to the customer.</summary>
    public DateTimeOffset? FirstAnsweredAt { get; private set; }

    /// <summary>When the ticket's targets did not run (<see cref="TicketPauses"/>).</summary>
    public string? Pauses { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>When anything last happened to it; null: nothing since it was opened.</summary>
    public DateTimeOffset? LastActionAt { get; private set; }

    /// <summary>The ticket of which this one became a part; it is closed then. It never names a ticket that was merged itself.</summary>
    public TicketId? MergedIntoId { get; private set; }

    public int Version { get; set; }

    public bool IsFinal => Status is TicketStatus.Closed or TicketStatus.Cancelled;

    /// <summary>A new message continues an open ticket and reopens a resolved one.</summary>
    public bool CanHoldAnotherChat => !IsFinal;

    /// <summary>Creates the entry of what happened to the ticket.</summary>
    /// <param name="by">Null if no agent did it, but a customer's message or a rule.</param>
    /// <param name="chat">The chat of a transcript.</param>
    public TicketAction ActionOf(TicketActionKind kind, DateTimeOffset now, AgentId? by = null, ChatId? chat = null, params IReadOnlyList<TicketChange> changes)
    {
        if (kind is not TicketActionKind.Opened) LastActionAt = now;
        return new TicketAction
        {
            TenantId = TenantId, Id = TicketActionId.New(now), TicketId = Id, Kind = kind, At = now, AuthorId = by, ChatId = chat,
            Changes = TicketChanges.ToJson(changes),
        };
    }

    /// <summary>Creates an internal note. One without a text has a file.</summary>
    public TicketAction NoteOf(TicketActionId id, string? text, AgentId by, DateTimeOffset now)
    {
        LastActionAt = now;
        return new TicketAction { TenantId = TenantId, Id = id, TicketId = Id, Kind = TicketActionKind.Note, At = now, AuthorId = by, Text = text };
    }

    /// <summary>Creates the entry of a public answer.</summary>
    public TicketAction AnswerOf(MessageId message, AgentId by, DateTimeOffset now)
    {
        LastActionAt = now;
        Answered(now);
        return new TicketAction { TenantId = TenantId, Id = TicketActionId.New(now), TicketId = Id, Kind = TicketActionKind.Answer, At = now, AuthorId = by, MessageId = message };
    }

    /// <summary>An agent wrote to the customer.</summary>
    public void Answered(DateTimeOffset at) => FirstAnsweredAt ??= at;

    /// <summary>An agent attends to it. A ticket that nobody owns is then theirs.</summary>
    /// <returns>Whether its status or owner changed.</returns>
    public bool Attend(AgentId by, DateTimeOffset now)
    {
        if (Status is not (TicketStatus.New or TicketStatus.Waiting or TicketStatus.InAttendance)) return false;
        var (status, owner) = (Status, OwnerId);
        (WaitingReason, OwnerId) = (null, OwnerId ?? by);
        Become(TicketStatus.InAttendance, now);
        AttendedAt ??= now;
        return (status, owner) != (Status, OwnerId);
    }

    public TicketActionKind? Reopen(DateTimeOffset now)
    {
        if (Status is not TicketStatus.Resolved) return null;
        ResolvedAt = null;
        Become(AttendedAt is null ? TicketStatus.New : TicketStatus.InAttendance, now);
        return TicketActionKind.Reopened;
    }

    public TicketActionKind? Resolve(DateTimeOffset now)
    {
        if (IsFinal || Status is TicketStatus.Resolved) return null;
        (ResolvedAt, WaitingReason) = (now, null);
        Become(TicketStatus.Resolved, now);
        return TicketActionKind.Resolved;
    }

    /// <summary>Closes a resolved ticket that no message has reopened; the next message opens a new one.</summary>
    public bool Close()
    {
        if (Status is not TicketStatus.Resolved) return false;
        Status = TicketStatus.Closed;
        return true;
    }

    /// <summary>An agent gives it a status by hand. Null if it may have it.</summary>
    /// <param name="reason">What it waits for, if it waits.</param>
    public Refusal? ChangeTo(TicketStatus status, string? reason, DateTimeOffset now)
    {
        if (IsFinal) return TicketRefusals.Final;
        if (status is TicketStatus.New) return InputRefusals.Invalid("status");
        if (status is TicketStatus.Waiting && InputRefusals.Check("waitingReason", reason, TicketLimits.LongestReason) is { } unnamed) return unnamed;
        if (status is not TicketStatus.Resolved and not TicketStatus.Closed) ResolvedAt = null;
        if (status is TicketStatus.Resolved or TicketStatus.Closed) ResolvedAt ??= now;
        WaitingReason = status is TicketStatus.Waiting ? reason!.Trim() : null;
        Become(status, now);
        AttendedAt ??= now;
        return null;
    }

    /// <summary>Closes the other for good, as a part of this one. If only the other was attended to, this one continues with its status.</summary>
    public void Absorb(Ticket other, DateTimeOffset now)
    {
        OwnerId ??= other.OwnerId;
        if (Status is TicketStatus.New && other.Status is TicketStatus.InAttendance or TicketStatus.Waiting)
        {
            WaitingReason = other.WaitingReason;
            Become(other.Status, now);
        }
        AttendedAt = Earlier(AttendedAt, other.AttendedAt);
        FirstAnsweredAt = Earlier(FirstAnsweredAt, other.FirstAnsweredAt);
        (LastActionAt, other.LastActionAt, other.MergedIntoId) = (now, now, Id);
        (other.ResolvedAt, other.WaitingReason) = (other.ResolvedAt ?? now, null);
        other.Become(TicketStatus.Closed, now);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => other is null || one < other ? one : other;

    /// <summary>The targets run while somebody has to do something, and not while the ticket waits or is resolved.</summary>
    private void Become(TicketStatus status, DateTimeOffset now)
    {
        Status = status;
        Pauses = status is TicketStatus.New or TicketStatus.InAttendance ? TicketPauses.End(Pauses, now) : TicketPauses.Begin(Pauses, now);
    }

    private static string WordsOf(string subject) => SearchText.Row(" ", subject);
}

/// <summary>What happened to a ticket. A transcript names its chat, whose messages are the transcript's lines.</summary>
public sealed class TicketAction : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required TicketActionId Id { get; init; }

    public required TicketId TicketId { get; init; }

    public required TicketActionKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public AgentId? AuthorId { get; init; }

    public ChatId? ChatId { get; init; }

    /// <summary>Of an answer.</summary>
    public MessageId? MessageId { get; init; }

    /// <summary>Of a note.</summary>
    public string? Text { get; init; }

    /// <summary>JSON of <see cref="TicketChange"/>; null: it changed nothing of the ticket's own.</summary>
    public string? Changes { get; init; }

    /// <summary>The customer took part in it; everything else is for agents alone.</summary>
    public static bool IsPublicKind(TicketActionKind kind) => kind is TicketActionKind.Opened or TicketActionKind.Transcript or TicketActionKind.Answer or TicketActionKind.ChatStarted;
}

/// <summary>A word by which agents group tickets.</summary>
public sealed class TicketTag : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required TicketId TicketId { get; init; }

    public required string Tag { get; init; }
}
