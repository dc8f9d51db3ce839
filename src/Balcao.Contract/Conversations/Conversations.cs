namespace Balcao.Contract;

/// <param name="WindowEndsAt">Until when free-form replies are allowed; null: the customer never wrote.</param>
/// <param name="Unread">Customer's messages no agent has read.</param>
public sealed record ConversationItem(
    ConversationId Id, ContactItem Contact, NumberName Number, DateTimeOffset? WindowEndsAt, int Unread,
    DateTimeOffset LastActivityAt);

/// <summary>The thread's frame: whose it is and the chats it went through, oldest first.</summary>
public sealed record ConversationView(ConversationItem Conversation, IReadOnlyList<ChatItem> Chats, long AsOf);

public sealed record MarkReadRequest
{
    /// <summary>The newest message seen.</summary>
    public required MessageId MessageId { get; init; }
}

/// <param name="Snippet">The found text, without markup.</param>
public sealed record MessageHit(MessageId MessageId, ConversationId ConversationId, ContactItem Contact, DateTimeOffset At, string Snippet);

public sealed record SearchResult(IReadOnlyList<ContactHit> Contacts, IReadOnlyList<MessageHit> Messages);

public sealed record ContactHit(ContactItem Contact, ConversationId? ConversationId);
