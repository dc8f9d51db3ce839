namespace Balcao.Contract;

public enum ChatStatus { Waiting, InService, Closed }

public enum ChatOrigin { WhatsApp, Web }

/// <param name="LastMessage">The conversation's newest; of a closed chat, its own. Texts are cut to 200 characters.</param>
/// <param name="Unread">The conversation's; 0 of a closed chat.</param>
/// <param name="WindowEndsAt">Until when free-form replies are allowed; null of a closed chat.</param>
public sealed record ChatItem(
    ChatId Id,
    ConversationId ConversationId,
    ContactItem Contact,
    NumberName Number,
    GroupName Group,
    ChatOrigin Origin,
    ChatStatus Status,
    AgentName? Agent,
    TicketName Ticket,
    DateTimeOffset WaitingSince,
    DateTimeOffset? StartedAt,
    DateTimeOffset? ClosedAt,
    LastMessage? LastMessage,
    int Unread,
    DateTimeOffset? WindowEndsAt);

public sealed record LastMessage(MessageDirection Direction, MessageKind Kind, string? Text, DateTimeOffset At, DeliveryStatus Delivery, bool HasFailed)
{
    /// <summary>Deleted for everyone by whoever wrote it: its text is not shown in a list.</summary>
    public bool IsRevoked { get; init; }
}

public sealed record CloseChatRequest
{
    /// <summary>True: the ticket is resolved with the chat. False: it stays open for a later chat.</summary>
    public required bool ResolveTicket { get; init; }
}
