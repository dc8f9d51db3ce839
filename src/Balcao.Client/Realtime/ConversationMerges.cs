namespace Balcao.Client.Realtime;

/// <summary>
/// Follows conversations that were merged because their contacts were merged. The server does not report the merge, only
/// the chats, which keep their ids. If a chat appears in another conversation than before, its former conversation was
/// merged into that one with all its chats, and no longer exists.
/// </summary>
public sealed class ConversationMerges
{
    private readonly Dictionary<ChatId, ConversationId> _places = [];
    private readonly Dictionary<ConversationId, ConversationId> _mergedInto = [];

    /// <summary>From the conversation that no longer exists to the one that stays.</summary>
    public event Action<ConversationId, ConversationId>? Moved;

    /// <summary>The conversation itself, or the one into which it was merged.</summary>
    public ConversationId Now(ConversationId conversation)
    {
        while (_mergedInto.TryGetValue(conversation, out var next)) conversation = next;
        return conversation;
    }

    /// <summary>The server reported the conversation of the chat.</summary>
    public void Saw(ChatId chat, ConversationId conversation)
    {
        // The response may be older than a known merge: a merged conversation does not return.
        conversation = Now(conversation);
        var before = _places.GetValueOrDefault(chat, conversation);
        _places[chat] = conversation;
        RecordMove(before, conversation);
    }

    /// <summary>The browser stored the conversation of the chat on an earlier visit; the server knows a newer one.</summary>
    public void Remembered(ChatId chat, ConversationId conversation)
    {
        if (_places.TryAdd(chat, conversation)) return;
        RecordMove(conversation, _places[chat]);
    }

    public void Clear()
    {
        _places.Clear();
        _mergedInto.Clear();
    }

    private void RecordMove(ConversationId from, ConversationId to)
    {
        (from, to) = (Now(from), Now(to));
        if (from == to) return;
        _mergedInto[from] = to;
        Moved?.Invoke(from, to);
    }
}
