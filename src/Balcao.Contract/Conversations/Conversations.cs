namespace Balcao.Contract;

/// <param name="WindowEndsAt">
/// The end of the customer service window: free text is allowed until then. Null: the customer never wrote.
/// </param>
/// <param name="Unread">The number of the customer's messages that no agent has read.</param>
public sealed record ConversationItem(
    ConversationId Id, ContactItem Contact, NumberName Number, DateTimeOffset? WindowEndsAt, int Unread,
    DateTimeOffset LastActivityAt);

/// <summary>A conversation with its chats, oldest first, but without its messages.</summary>
public sealed record ConversationView(ConversationItem Conversation, IReadOnlyList<ChatItem> Chats, long AsOf);

public sealed record MarkReadRequest
{
    /// <summary>The newest message that the agent has seen.</summary>
    public required MessageId MessageId { get; init; }
}

/// <param name="Snippet">The part of the text that matches, without markup.</param>
public sealed record MessageHit(MessageId MessageId, ConversationId ConversationId, ContactItem Contact, DateTimeOffset At, string Snippet);

public sealed record SearchResult(IReadOnlyList<ContactHit> Contacts, IReadOnlyList<MessageHit> Messages);

public sealed record ContactHit(ContactItem Contact, ConversationId? ConversationId);
