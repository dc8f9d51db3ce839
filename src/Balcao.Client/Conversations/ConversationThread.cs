namespace Balcao.Client.Conversations;

/// <summary>One conversation on screen: the newest stretch of its messages, the chats it went through, what is older still to be read.</summary>
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
        // Two readings: what the earlier one lacks the feed still brings; what it brings twice does no harm.
        _asOf = Math.Min(view.AsOf, newest.AsOf);
    }

    public ConversationItem Conversation { get; private set; }

    public ConversationId Id => Conversation.Id;

    /// <summary>False after the reader lost sight of every chat in it.</summary>
    public bool IsVisible => _chats.Count > 0;

    /// <summary>Where it is continued: its contact and another turned out to be one person, and the conversations became one.</summary>
    public ConversationId? MovedTo { get; private set; }

    public string? OlderCursor => _older;

    /// <summary>Counts up with all that it shows: most changes in a tenant are about other threads.</summary>
    public int Version { get; private set; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ChatItem> Chats => [.. _chats.Values.OrderBy(c => c.WaitingSince).ThenBy(c => c.Id.Value)];

    /// <summary>The one that is not closed, else the last.</summary>
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
            // What is older than the stretch on screen comes with its page.
            if (message.ConversationId != Id || (message.At < oldest && !_messages.ContainsKey(message.Id))) continue;
            _messages[message.Id] = message;
            _ordered = null;
            Version++;
        }
        _asOf = changes.To;
    }
}
