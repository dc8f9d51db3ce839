namespace Balcao.Contract;

public enum TicketStatus { Open, Resolved, Closed, Cancelled }

/// <param name="Protocol">The ticket's number, from the tenant's own sequence without gaps.</param>
public sealed record TicketName(TicketId Id, long Protocol, TicketStatus Status);

public enum TicketActionKind { Opened, Transcript, Resolved, Reopened }

/// <param name="Transcript">The messages of the chat; only on the action that is added when a chat is closed.</param>
public sealed record TicketActionItem(
    TicketActionId Id, TicketActionKind Kind, DateTimeOffset At, AgentName? Author, ChatId? ChatId,
    IReadOnlyList<MessageItem> Transcript);

public sealed record TicketView(
    TicketId Id, long Protocol, TicketStatus Status, string Subject, ContactItem Contact,
    ConversationId ConversationId, DateTimeOffset OpenedAt, DateTimeOffset? ResolvedAt,
    IReadOnlyList<TicketActionItem> Actions);
