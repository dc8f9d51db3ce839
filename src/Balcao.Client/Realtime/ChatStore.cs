using Balcao.Client.Conversations;

namespace Balcao.Client.Realtime;

/// <summary>What became of a range of changes.</summary>
public enum Taken { Applied, AlreadyKnown, Gap, Reset }

/// <summary>
/// What the screens show: the open chats and the threads that were opened. It reads nothing itself: it is given
/// snapshots and changes, and a snapshot with its changes always equals a fresh snapshot.
/// </summary>
public sealed class ChatStore
{
    private readonly Dictionary<ChatId, ChatItem> _chats = [];
    private readonly Dictionary<ConversationId, ConversationThread> _threads = [];
    private readonly Dictionary<ChannelId, NumberItem> _numbers = [];
    private int? _waitingCount;

    public event Action? Changed;

    /// <summary>A chat came to wait; not raised for those a snapshot brings.</summary>
    public event Action<ChatItem>? StartedWaiting;

    /// <summary>The lists have been read, at first or anew.</summary>
    public event Action? Loaded;

    public ConversationMoves Moves { get; } = new();

    /// <summary>The feed's number up to which this is true.</summary>
    public long Position { get; private set; }

    public bool IsLoaded { get; private set; }

    /// <summary>Waiting and in service, in no order.</summary>
    public IReadOnlyCollection<ChatItem> OpenChats => _chats.Values;

    public int WaitingCount => _waitingCount ??= _chats.Values.Count(c => c.Status == ChatStatus.Waiting);

    public ChatItem? Find(ChatId id) =>
        _chats.GetValueOrDefault(id) ?? _threads.Values.Select(t => t.FindChat(id)).FirstOrDefault(c => c is not null);

    /// <summary>Whether it sends, and if not, why. Null: not read yet.</summary>
    public NumberItem? Number(ChannelId id) => _numbers.GetValueOrDefault(id);

    /// <summary>Held or suspended numbers that serve a chat on screen, or all for who administers them.</summary>
    public IEnumerable<NumberItem> NumbersNotSending => _numbers.Values
        .Where(n => n.SendingHold is not null || n.Status is not NumberStatus.Active)
        .OrderBy(n => n.Display, StringComparer.Ordinal);

    public ConversationThread? Thread(ConversationId id) => _threads.GetValueOrDefault(id);

    /// <summary>A fresh list of all open chats. Threads are forgotten: they are read again when they are shown.</summary>
    /// <param name="numbers">Null: as they were.</param>
    public void Load(IEnumerable<ChatItem> open, long asOf, IEnumerable<NumberItem>? numbers = null)
    {
        _chats.Clear();
        _threads.Clear();
        foreach (var chat in open) Put(chat);
        if (numbers is not null)
        {
            _numbers.Clear();
            foreach (var number in numbers) _numbers[number.Id] = number;
        }
        Position = asOf;
        IsLoaded = true;
        See(_chats.Values.ToList());
        Tell();
        Loaded?.Invoke();
    }

    public void Open(ConversationThread thread)
    {
        _threads[thread.Id] = thread;
        See(thread.Chats);
        Changed?.Invoke();
    }

    /// <summary>Forgets everything, as when somebody else signs in.</summary>
    public void Clear()
    {
        _chats.Clear();
        _threads.Clear();
        _numbers.Clear();
        Moves.Clear();
        Position = 0;
        IsLoaded = false;
        Tell();
    }

    public Taken Apply(Changes changes)
    {
        if (changes.IsReset) return Taken.Reset;
        if (changes.To <= Position) return Taken.AlreadyKnown;
        if (changes.From > Position) return Taken.Gap;

        foreach (var chat in changes.Chats)
        {
            var isNew = chat.Status == ChatStatus.Waiting && _chats.GetValueOrDefault(chat.Id)?.Status != ChatStatus.Waiting;
            Put(chat);
            if (isNew) StartedWaiting?.Invoke(chat);
        }
        foreach (var number in changes.Numbers) _numbers[number.Id] = number;
        foreach (var hidden in changes.HiddenChats) _chats.Remove(hidden);
        foreach (var thread in _threads.Values) thread.Apply(changes);
        Position = changes.To;
        See(changes.Chats);
        Tell();
        return Taken.Applied;
    }

    /// <summary>What a request of our own answered. The feed may have brought something newer already: that stays.</summary>
    public void Add(MessageItem sent)
    {
        if (_threads.GetValueOrDefault(sent.ConversationId)?.Add(sent) is true) Changed?.Invoke();
    }

    private void Tell()
    {
        _waitingCount = null;
        Changed?.Invoke();
    }

    // Once all of them are put: who follows a move looks for the chat that goes on.
    private void See(IEnumerable<ChatItem> chats)
    {
        foreach (var chat in chats) Moves.Saw(chat.Id, chat.ConversationId);
    }

    private void Put(ChatItem chat)
    {
        if (chat.Status == ChatStatus.Closed) _chats.Remove(chat.Id);
        else _chats[chat.Id] = chat;
    }
}
