using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Tickets;

/// <summary>The case, with its protocol number. A chat has one from its first second; a ticket may hold several chats.</summary>
public sealed class Ticket : ITenantOwned, IVersioned
{
    /// <summary>The tenant's sequence that protocols are taken from.</summary>
    public const string ProtocolCounter = "protocol";

    public required TenantId TenantId { get; init; }

    public required TicketId Id { get; init; }

    public long Protocol { get; set; }

    public required ConversationId ConversationId { get; init; }

    public required ContactId ContactId { get; set; }

    public required string Subject { get; set; }

    public TicketStatus Status { get; private set; } = TicketStatus.Open;

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public int Version { get; set; }

    /// <summary>A new message uses it again: resolved is not yet closed.</summary>
    public bool CanHoldAnotherChat => Status is TicketStatus.Open or TicketStatus.Resolved;

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
