using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Tickets;

/// <summary>The case, with its protocol number. A chat has one from its first second; a ticket may hold several chats.</summary>
public sealed class Ticket : INumbered, IVersioned
{
    /// <summary>The tenant's sequence that protocols are taken from.</summary>
    public const string ProtocolCounter = "protocol";

    public required TenantId TenantId { get; init; }

    public required TicketId Id { get; init; }

    /// <summary>0 until the unit of work has taken it: lanes know it only after their commit.</summary>
    public long Protocol { get; set; }

    long INumbered.SequenceNumber
    {
        get => Protocol;
        set => Protocol = value;
    }

    public required ConversationId ConversationId { get; init; }

    public required ContactId ContactId { get; set; }

    public required string Subject { get; set; }

    public TicketStatus Status { get; private set; } = TicketStatus.Open;

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public int Version { get; set; }

    /// <summary>A new message uses it again: resolved is not yet closed.</summary>
    public bool CanHoldAnotherChat => Status is TicketStatus.Open or TicketStatus.Resolved;

    /// <summary>A line of what happened to it.</summary>
    /// <param name="by">Null: no agent, but a customer's message or a rule.</param>
    /// <param name="chat">The chat of a transcript.</param>
    public TicketAction Note(TicketActionKind kind, DateTimeOffset now, AgentId? by = null, ChatId? chat = null) => new()
    {
        TenantId = TenantId, Id = TicketActionId.New(now), TicketId = Id, Kind = kind, At = now, AuthorId = by, ChatId = chat,
    };

    public TicketActionKind? Reopen()
    {
        if (Status is not TicketStatus.Resolved) return null;
        (Status, ResolvedAt) = (TicketStatus.Open, null);
        return TicketActionKind.Reopened;
    }

    public TicketActionKind? Resolve(DateTimeOffset now)
    {
        if (Status is not TicketStatus.Open) return null;
        (Status, ResolvedAt) = (TicketStatus.Resolved, now);
        return TicketActionKind.Resolved;
    }

    /// <summary>A resolved case nobody came back to is done with; the next message opens another.</summary>
    public bool Close()
    {
        if (Status is not TicketStatus.Resolved) return false;
        Status = TicketStatus.Closed;
        return true;
    }
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
}
