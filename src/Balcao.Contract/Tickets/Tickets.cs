namespace Balcao.Contract;

public enum TicketStatus { Open, Resolved, Closed, Cancelled }

/// <param name="Protocol">The ticket's number, from the tenant's own sequence without gaps.</param>
public sealed record TicketName(TicketId Id, long Protocol, TicketStatus Status);

/// <summary>Closed: resolved for some days, so that the next message opens another ticket.</summary>
public enum TicketActionKind { Opened, Transcript, Resolved, Reopened, Closed }

/// <param name="ChatId">Of a transcript: the chat whose closing left it; its messages are read by <c>GET /api/tickets/{id}/transcripts/{chatId}</c>.</param>
public sealed record TicketActionItem(
    TicketActionId Id, TicketActionKind Kind, DateTimeOffset At, AgentName? Author, ChatId? ChatId);

/// <summary>A ticket without what happened to it, which is a list of its own: <c>GET /api/tickets/{id}/actions</c>.</summary>
public sealed record TicketView(
    TicketId Id, long Protocol, TicketStatus Status, string Subject, ContactItem Contact,
    ConversationId ConversationId, DateTimeOffset OpenedAt, DateTimeOffset? ResolvedAt);
