namespace Balcao.Client.Realtime;

/// <summary>
/// Where conversations went: two contacts turned out to be one person, and the chats of one conversation are now the
/// other's. The server tells of no such move, only of chats, and a chat keeps its id: one that is seen in another
/// conversation than before has moved there with all the others of its conversation, which is no more.
/// </summary>
public sealed class ConversationMoves
{
    private readonly Dictionary<ChatId, ConversationId> _places = [];
    private readonly Dictionary<ConversationId, ConversationId> _goneTo = [];

    /// <summary>From the conversation that is no more to the one that stays.</summary>
    public event Action<ConversationId, ConversationId>? Moved;

    /// <summary>The conversation itself, or the one that it became part of.</summary>
    public ConversationId Now(ConversationId conversation)
    {
        while (_goneTo.TryGetValue(conversation, out var next)) conversation = next;
        return conversation;
    }

    /// <summary>The server says where the chat is.</summary>
    public void Saw(ChatId chat, ConversationId conversation)
    {
        // An answer that was on its way while the move was told: what is gone does not come back.
        conversation = Now(conversation);
        var before = _places.GetValueOrDefault(chat, conversation);
        _places[chat] = conversation;
        Take(before, conversation);
    }

    /// <summary>This browser remembers, from an earlier visit, where the chat was: the server's word is newer.</summary>
    public void Remembered(ChatId chat, ConversationId conversation)
    {
        if (_places.TryAdd(chat, conversation)) return;
        Take(conversation, _places[chat]);
    }

    public void Clear()
    {
        _places.Clear();
        _goneTo.Clear();
    }

    private void Take(ConversationId from, ConversationId to)
    {
        (from, to) = (Now(from), Now(to));
        if (from == to) return;
        _goneTo[from] = to;
        Moved?.Invoke(from, to);
    }
}
