using Balcao.Client.Conversations;

namespace Balcao.Client.Realtime;

/// <summary>The result of applying a range of changes.</summary>
public enum Taken { Applied, AlreadyKnown, Gap, Reset }

/// <summary>
/// The data that the screens show: the open chats and the threads that were opened. It makes no requests; it receives
/// snapshots and changes. A snapshot with the changes after it always equals a newer snapshot.
/// </summary>
public sealed class ChatStore
{
    private readonly Dictionary<ChatId, ChatItem> _chats = [];
    private readonly Dictionary<ConversationId, ConversationThread> _threads = [];
    private readonly Dictionary<ChannelId, NumberItem> _numbers = [];
    private int? _waitingCount;
    private (AgentId? Agent, int Count)? _countForAgent;

    public event Action? Changed;

    /// <summary>A chat started waiting; not raised for the chats of a snapshot.</summary>
    public event Action<ChatItem>? StartedWaiting;

    /// <summary>The customer of a chat in service wrote; not raised for the chats of a snapshot.</summary>
    public event Action<ChatItem>? CustomerWrote;

    /// <summary>These tickets changed, themselves or in a chat of theirs.</summary>
    public event Action<IReadOnlySet<TicketId>>? TicketsChanged;

    /// <summary>These requests to the operators changed; only for administrators.</summary>
    public event Action<IReadOnlySet<PlanRequestId>>? PlanRequestsChanged;

    /// <summary>The lists were read, for the first time or again.</summary>
    public event Action? Loaded;

    public ConversationMerges Moves { get; } = new();

    /// <summary>The number of the feed up to which all changes are applied.</summary>
    public long Position { get; private set; }

    public bool IsLoaded { get; private set; }

    /// <summary>Waiting and in service, unsorted.</summary>
    public IReadOnlyCollection<ChatItem> OpenChats => _chats.Values;

    public int WaitingCount => _waitingCount ??= _chats.Values.Count(c => c.Status == ChatStatus.Waiting);

    /// <summary>The conversation whose thread is on screen.</summary>
    public ConversationId? OnScreen { get; set; }

    /// <summary>What waits for this agent: the chats that wait, and the agent's own in which the customer wrote last or something is unread.</summary>
    public int CountFor(AgentId? agent)
    {
        if (_countForAgent is not { } known || known.Agent != agent)
            _countForAgent = known = (agent, WaitingCount + _chats.Values.Count(c => c is { Status: ChatStatus.InService, Agent: { } its } && its.Id == agent && (c.Unread > 0 || c.LastMessage is { Direction: MessageDirection.Inbound })));
        return known.Count;
    }

    public ChatItem? Find(ChatId id) =>
        _chats.GetValueOrDefault(id) ?? _threads.Values.Select(t => t.FindChat(id)).FirstOrDefault(c => c is not null);

    /// <summary>Null: not read yet.</summary>
    public NumberItem? Number(ChannelId id) => _numbers.GetValueOrDefault(id);

    /// <summary>Numbers that do not send: their sending is on hold, or they are not active.</summary>
    public IEnumerable<NumberItem> NumbersNotSending => _numbers.Values
        .Where(n => n.SendingHold is not null || n.Status is not NumberStatus.Active)
        .OrderBy(n => n.Display, StringComparer.Ordinal);

    /// <summary>Numbers without a group for which messages wait.</summary>
    public IEnumerable<NumberItem> NumbersHolding => _numbers.Values
        .Where(n => n is { Group: null, HeldMessages: > 0 })
        .OrderBy(n => n.Display, StringComparer.Ordinal);

    public ConversationThread? Thread(ConversationId id) => _threads.GetValueOrDefault(id);

    /// <summary>Replaces the open chats and drops all threads, which are read again when they are shown.</summary>
    /// <param name="numbers">Null: the numbers are not replaced.</param>
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
        RecordConversations(_chats.Values.ToList());
        RaiseChanged();
        Loaded?.Invoke();
    }

    public void Open(ConversationThread thread)
    {
        _threads[thread.Id] = thread;
        RecordConversations(thread.Chats);
        Changed?.Invoke();
    }

    /// <summary>Drops all data, for example when another person signs in.</summary>
    public void Clear()
    {
        _chats.Clear();
        _threads.Clear();
        _numbers.Clear();
        Moves.Clear();
        Position = 0;
        IsLoaded = false;
        RaiseChanged();
    }

    public Taken Apply(Changes changes)
    {
        if (changes.IsReset) return Taken.Reset;
        if (changes.To <= Position) return Taken.AlreadyKnown;
        if (changes.From > Position) return Taken.Gap;

        foreach (var chat in changes.Chats)
        {
            var before = _chats.GetValueOrDefault(chat.Id);
            Put(chat);
            if (chat.Status == ChatStatus.Waiting && before?.Status != ChatStatus.Waiting) StartedWaiting?.Invoke(chat);
            if (chat.Status == ChatStatus.InService && HasWritten(before, chat)) CustomerWrote?.Invoke(chat);
        }
        foreach (var number in changes.Numbers) _numbers[number.Id] = number;
        foreach (var hidden in changes.HiddenChats) _chats.Remove(hidden);
        foreach (var thread in _threads.Values) thread.Apply(changes);
        Position = changes.To;
        RecordConversations(changes.Chats);
        RaiseChanged();
        if (changes.Tickets.Count + changes.Chats.Count > 0)
            TicketsChanged?.Invoke(changes.Tickets.Concat(changes.Chats.Select(c => c.Ticket.Id)).ToHashSet());
        if (changes.PlanRequests.Count > 0) PlanRequestsChanged?.Invoke(changes.PlanRequests.ToHashSet());
        return Taken.Applied;
    }

    /// <summary>Adds the message that a request returned, unless the feed has already delivered it, perhaps newer.</summary>
    public void Add(MessageItem sent)
    {
        if (_threads.GetValueOrDefault(sent.ConversationId)?.Add(sent) is true) Changed?.Invoke();
    }

    private void RaiseChanged()
    {
        (_waitingCount, _countForAgent) = (null, null);
        Changed?.Invoke();
    }

    // By the count, or by the newest message: what was unread before may have been read within the same change.
    private static bool HasWritten(ChatItem? before, ChatItem now) =>
        now.Unread > (before?.Unread ?? 0)
        || (now.Unread > 0 && now.LastMessage is { Direction: MessageDirection.Inbound } last && last.At > before?.LastMessage?.At);

    // Must run after all chats are stored, because handlers of a move look for the open chat of the conversation.
    private void RecordConversations(IEnumerable<ChatItem> chats)
    {
        foreach (var chat in chats) Moves.Saw(chat.Id, chat.ConversationId);
    }

    private void Put(ChatItem chat)
    {
        if (chat.Status == ChatStatus.Closed) _chats.Remove(chat.Id);
        else _chats[chat.Id] = chat;
    }
}
