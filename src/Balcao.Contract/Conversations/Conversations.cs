namespace Balcao.Contract;

/// <param name="WindowEndsAt">
/// The end of the customer service window: free text is allowed until then. Null: the customer never wrote.
/// </param>
/// <param name="Unread">The number of the customer's messages that no agent has read.</param>
public sealed record ConversationItem(
    ConversationId Id, ContactItem Contact, NumberName Number, DateTimeOffset? WindowEndsAt, int Unread,
    DateTimeOffset LastActivityAt);

/// <summary>The thread's frame: whose it is and the newest chats it went through, 500 at most, oldest first.</summary>
public sealed record ConversationView(ConversationItem Conversation, IReadOnlyList<ChatItem> Chats, long AsOf);

public sealed record MarkReadRequest
{
    /// <summary>The newest message that the agent has seen.</summary>
    public required MessageId MessageId { get; init; }
}

/// <param name="Snippet">The part of the text that matches, without markup.</param>
public sealed record MessageHit(MessageId MessageId, ConversationId ConversationId, ContactItem Contact, DateTimeOffset At, string Snippet);

public sealed record SearchResult(IReadOnlyList<ContactHit> Contacts, IReadOnlyList<MessageHit> Messages)
{
    /// <summary>So many messages have these words that not all were checked for a reader who may see only some. With more words the rest is found.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>The ticket whose protocol number was typed, if the reader may see it.</summary>
    public IReadOnlyList<TicketHit> Tickets { get; init; } = [];

    /// <summary>Agents and administrators with such a name, by name; without the disabled ones.</summary>
    public IReadOnlyList<AgentName> People { get; init; } = [];
}

public sealed record TicketHit(TicketName Ticket, string Subject, ContactItem Contact, ConversationId ConversationId);

public sealed record ContactHit(ContactItem Contact, ConversationId? ConversationId);
