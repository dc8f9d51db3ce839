namespace Balcao.Client.Conversations;

/// <summary>One conversation on screen: its chats and its newest messages. Older messages are loaded when needed.</summary>
public sealed class ConversationThread
{
    private readonly Dictionary<MessageId, MessageItem> _messages = [];
    private readonly Dictionary<ChatId, ChatItem> _chats = [];
    private List<MessageItem>? _ordered;
    private string? _older;
    private long _asOf;

    public ConversationThread(ConversationView view, Page<MessageItem> newest)
    {
        Conversation = view.Conversation;
        foreach (var chat in view.Chats) _chats[chat.Id] = chat;
        foreach (var message in newest.Items) _messages[message.Id] = message;
        _older = newest.Next;
        // Two readings: the feed adds what the earlier one lacks; applying a change twice is harmless.
        _asOf = Math.Min(view.AsOf, newest.AsOf);
    }

    public ConversationItem Conversation { get; private set; }

    public ConversationId Id => Conversation.Id;

    /// <summary>False once the reader may see none of its chats.</summary>
    public bool IsVisible => _chats.Count > 0;

    /// <summary>The conversation into which it was merged, because the two contacts were merged.</summary>
    public ConversationId? MovedTo { get; private set; }

    public string? OlderCursor => _older;

    /// <summary>Incremented with each visible change; most changes in a tenant concern other threads.</summary>
    public int Version { get; private set; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ChatItem> Chats => [.. _chats.Values.OrderBy(c => c.WaitingSince).ThenBy(c => c.Id.Value)];

    /// <summary>The chat that is not closed, otherwise the last one.</summary>
    public ChatItem? CurrentChat => Chats.LastOrDefault(c => c.Status != ChatStatus.Closed) ?? (Chats is [.., var last] ? last : null);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<MessageItem> Messages =>
        _ordered ??= [.. _messages.Values.OrderBy(m => m.At).ThenBy(m => m.Id.Value)];

    public ChatItem? FindChat(ChatId id) => _chats.GetValueOrDefault(id);

    public MessageItem? Find(MessageId id) => _messages.GetValueOrDefault(id);

    public bool Contains(string clientKey) => _messages.Values.Any(m => m.ClientKey == clientKey);

    public void AddOlder(Page<MessageItem> page)
    {
        foreach (var message in page.Items) _messages.TryAdd(message.Id, message);
        _older = page.Next;
        _ordered = null;
        Version++;
    }

    public bool Add(MessageItem sent)
    {
        if (!_messages.TryAdd(sent.Id, sent)) return false;
        _ordered = null;
        Version++;
        return true;
    }

    public void Apply(Changes changes)
    {
        if (changes.To <= _asOf) return;
        foreach (var chat in changes.Chats)
        {
            if (chat.ConversationId != Id)
            {
                if (!_chats.Remove(chat.Id)) continue;
                MovedTo = chat.ConversationId;
                Version++;
                continue;
            }
            Version++;
            _chats[chat.Id] = chat;
            Conversation = Conversation with { Contact = chat.Contact, WindowEndsAt = chat.WindowEndsAt, Unread = chat.Unread };
        }
        foreach (var hidden in changes.HiddenChats)
            if (_chats.Remove(hidden)) Version++;

        var oldest = _older is null || Messages.Count == 0 ? DateTimeOffset.MinValue : Messages[0].At;
        foreach (var message in changes.Messages)
        {
            // Messages older than the loaded ones are loaded with their page.
            if (message.ConversationId != Id || (message.At < oldest && !_messages.ContainsKey(message.Id))) continue;
            _messages[message.Id] = message;
            _ordered = null;
            Version++;
        }
        _asOf = changes.To;
    }
}
