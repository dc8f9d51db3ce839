using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// The part of the database that a batch needs, loaded by a few set-based queries. What the batch decides is added here too,
/// so that later updates of the batch see it.
/// </summary>
internal sealed partial class InboundWorld(
    BalcaoDb db, UnitOfWork work, StorageEngine engine, Feed feed, ServedNumbers served, DateTimeOffset now) : IRowSink
{
    private readonly RowSet _rows = new(db, engine);
    private readonly Dictionary<string, ServedNumber> _numbers = [];
    private readonly Dictionary<(TenantId, ChannelId, string Wamid), Message> _byWamid = [];
    private readonly Dictionary<(TenantId, MessageId), Message> _byId = [];
    private readonly HashSet<(TenantId, ChannelId, string Wamid)> _held = [];
    private readonly Dictionary<(TenantId, IdentityKind, string), ContactIdentity> _identities = [];
    private readonly Dictionary<(TenantId, ContactId), Contact> _contacts = [];
    private readonly Dictionary<(TenantId, ChannelId, ContactId), Conversation> _conversations = [];
    private readonly Dictionary<(TenantId, ConversationId), ConversationState> _states = [];
    private readonly Dictionary<(TenantId, ContactId), HashSet<ChatGroupId>> _audiences = [];
    private readonly Dictionary<(TenantId, MessageId), List<UsageEntry>> _lines = [];
    private readonly Dictionary<(TenantId, MessageId, bool IsOurs), MessageReaction> _reactions = [];
    private readonly Dictionary<Guid, JournalEntry> _changedEntries = [];

    public DateTimeOffset Now => now;

    public Feed Feed => feed;

    /// <summary>The tenants with a chat that its reception has not seen yet.</summary>
    public HashSet<TenantId> Rings { get; } = [];

    /// <summary>True once a journal entry that existed before the batch is changed.</summary>
    public bool ChangesJournal { get; private set; }

    public IReadOnlyCollection<TenantId> Tenants => [.. _numbers.Values.Select(n => n.TenantId).Distinct()];

    public ServedNumber? NumberOf(WebhookUpdate update) =>
        update.PhoneNumberId is { } id ? _numbers.GetValueOrDefault(id) : null;

    public bool IsHeld(ServedNumber number, string wamid) => _held.Contains((number.TenantId, number.Id, wamid));

    public Message? FindMessage(ServedNumber number, string? wamid) =>
        wamid is null ? null : _byWamid.GetValueOrDefault((number.TenantId, number.Id, wamid));

    /// <summary>Our own message, found by the callback data that WhatsApp returns.</summary>
    public Message? FindOwn(ServedNumber number, string? callbackData) =>
        MessageId.TryParse(callbackData, null, out var id) && _byId.TryGetValue((number.TenantId, id), out var message) && message.ChannelId == number.Id
            ? message : null;

    public Contact? FindContact(TenantId tenant, IdentityKind kind, string? value) =>
        value is not null && _identities.TryGetValue((tenant, kind, value), out var identity) ? _contacts[(tenant, identity.ContactId)] : null;

    public ContactIdentity? FindIdentity(TenantId tenant, IdentityKind kind, string value) => _identities.GetValueOrDefault((tenant, kind, value));

    public Conversation? FindConversation(ServedNumber number, ContactId contact) =>
        _conversations.GetValueOrDefault((number.TenantId, number.Id, contact));

    /// <summary>The conversation with its open chat and its newest ticket.</summary>
    public ConversationState StateOf(Conversation conversation) => _states[(conversation.TenantId, conversation.Id)];

    /// <summary>The contract of the message's number.</summary>
    public ContractFacts ContractOf(Message message) =>
        _numbers.Values.First(number => number.TenantId == message.TenantId && number.Id == message.ChannelId).Facts.Contract;

    public IReadOnlyCollection<UsageEntry> LinesOf(Message message) => _lines.GetValueOrDefault((message.TenantId, message.Id)) ?? [];

    public MessageReaction? FindReaction(Message message, bool isOurs) => _reactions.GetValueOrDefault((message.TenantId, message.Id, isOurs));

    /// <summary>Adds a row; later updates of the batch find it.</summary>
    public void Add(object row)
    {
        switch (row)
        {
            case Message message: Find(message); break;
            case Chat chat: Rings.Add(chat.TenantId); break;
            case Contact contact: _contacts[(contact.TenantId, contact.Id)] = contact; break;
            case ContactIdentity identity: _identities[(identity.TenantId, identity.Kind, identity.Value)] = identity; break;
            case Conversation conversation: Remember(conversation); break;
            case MessageReaction reaction: _reactions[(reaction.TenantId, reaction.MessageId, reaction.IsOurs)] = reaction; break;
            case UsageEntry line: Remember(line); break;
            case HeldUpdate held: _held.Add((held.TenantId, held.ChannelId, held.Wamid)); break;
            case MessageVersion version: Remember(version); break;
            case NumberNotice notice: _notices.Add((notice.TenantId, notice.ChannelId, notice.Digest, notice.Kind, notice.Topic)); break;
        }
        _rows.Add(row);
    }

    /// <summary>Deletes the row of a held update that is being delivered.</summary>
    public void Remove(HeldUpdate held)
    {
        _rows.Loaded(held);
        _rows.Remove(held);
    }

    /// <summary>Sets the new outcome of an update that was in the journal before.</summary>
    public void ChangeEntry(JournalEntry entry, JournalOutcome outcome, TenantId? tenant)
    {
        // A copy, because the batch may be tried again from its beginning; one copy, should the entry come twice.
        if (!_changedEntries.TryGetValue(entry.Id, out var row)) _changedEntries[entry.Id] = row = Loaded(new JournalEntry
        {
            Id = entry.Id, TenantId = entry.TenantId, ReceivedAt = entry.ReceivedAt, PhoneNumberId = entry.PhoneNumberId, Json = entry.Json,
            Outcome = entry.Outcome, Error = entry.Error,
        });
        (row.Outcome, row.TenantId, row.Error) = (outcome, tenant, null);
        ChangesJournal = true;
    }

    /// <summary>Writes all rows.</summary>
    public Task SaveAsync(CancellationToken ct) => _rows.WriteAsync(ct);

    /// <summary>The conversation of a message that is loaded or was made by this batch.</summary>
    public Conversation ConversationOf(Message message) => _states[(message.TenantId, message.ConversationId)].Conversation;

    /// <summary>A message may be found twice, by its wamid and by its id, because a status names both.</summary>
    private void Remember(Message message)
    {
        if (_byId.ContainsKey((message.TenantId, message.Id))) return;
        _rows.Loaded(message);
        Find(message);
    }

    private void Find(Message message)
    {
        _byId[(message.TenantId, message.Id)] = message;
        if (message.Wamid is { } wamid) _byWamid[(message.TenantId, message.ChannelId, wamid)] = message;
    }

    private void Remember(UsageEntry line)
    {
        if (!_lines.TryGetValue((line.TenantId, line.MessageId), out var lines)) _lines[(line.TenantId, line.MessageId)] = lines = [];
        lines.Add(line);
    }
}
