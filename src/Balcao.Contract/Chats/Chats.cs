namespace Balcao.Contract;

public enum ChatStatus { Waiting, InService, Closed }

public enum ChatOrigin { WhatsApp, Web }

/// <param name="LastMessage">
/// The newest message of the conversation; for a closed chat, of the chat. Texts are cut to 200 characters.
/// </param>
/// <param name="Unread">The number of the conversation's messages that no agent has read; 0 for a closed chat.</param>
/// <param name="WindowEndsAt">
/// The end of the customer service window: free text is allowed until then. Null for a closed chat.
/// </param>
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
    DateTimeOffset? WindowEndsAt)
{
    /// <summary>
    /// The agents who take part beside the one who serves, or are invited to. Null: nobody, or the chat is not in service.
    /// </summary>
    public IReadOnlyList<ChatGuestItem>? Guests { get; init; }
}

/// <param name="HasJoined">False: invited, and has not answered yet.</param>
public sealed record ChatGuestItem(AgentName Agent, bool HasJoined);

/// <summary>An invitation into a chat, of which nothing more can be seen before it is accepted.</summary>
public sealed record InvitationItem(ChatId ChatId, string ContactName, string GroupName, AgentName InvitedBy, DateTimeOffset InvitedAt);

/// <summary>Exactly one of the two ids.</summary>
public sealed record TransferChatRequest
{
    /// <summary>An attendant of the chat's group.</summary>
    public AgentId? AgentId { get; init; }

    public ChatGroupId? GroupId { get; init; }

    /// <summary>For whoever serves the chat next; customers never see it.</summary>
    public string? Note { get; init; }
}

public sealed record InviteAgentRequest
{
    public required AgentId AgentId { get; init; }
}

public sealed record LastMessage(MessageDirection Direction, MessageKind Kind, string? Text, DateTimeOffset At, DeliveryStatus Delivery, bool HasFailed)
{
    /// <summary>Deleted for everyone by its author: lists do not show its text.</summary>
    public bool IsRevoked { get; init; }
}

public sealed record CloseChatRequest
{
    /// <summary>True: the ticket is resolved with the chat. False: it stays open for a later chat.</summary>
    public required bool ResolveTicket { get; init; }
}
