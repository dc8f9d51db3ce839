namespace Balcao.Contract;

public enum TicketStatus { Open, Resolved, Closed, Cancelled }

/// <param name="Protocol">The tenant's own sequence, without gaps.</param>
public sealed record TicketName(TicketId Id, long Protocol, TicketStatus Status);

public enum TicketActionKind { Opened, Transcript, Resolved, Reopened }

/// <param name="Transcript">The chat's messages, on the action that a closing chat leaves.</param>
public sealed record TicketActionItem(
    TicketActionId Id, TicketActionKind Kind, DateTimeOffset At, AgentName? Author, ChatId? ChatId,
    IReadOnlyList<MessageItem> Transcript);

public sealed record TicketView(
    TicketId Id, long Protocol, TicketStatus Status, string Subject, ContactItem Contact,
    ConversationId ConversationId, DateTimeOffset OpenedAt, DateTimeOffset? ResolvedAt,
    IReadOnlyList<TicketActionItem> Actions);
