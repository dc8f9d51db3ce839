using Balcao.Contacts;
using Balcao.Contract;
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

    public required string Subject { get; set; }

    public TicketStatus Status { get; private set; } = TicketStatus.Open;

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public int Version { get; set; }

    /// <summary>A new message continues an open ticket and reopens a resolved one.</summary>
    public bool CanHoldAnotherChat => Status is TicketStatus.Open or TicketStatus.Resolved;

    /// <summary>Creates an entry of what happened to the ticket.</summary>
    /// <param name="by">Null if no agent did it, but a customer's message or a rule.</param>
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

    /// <summary>Closes a resolved ticket that no message has reopened; the next message opens a new one.</summary>
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
