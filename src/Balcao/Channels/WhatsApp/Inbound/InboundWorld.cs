using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>A number an update came to, and the group that serves it, if any.</summary>
internal sealed record ServedNumber(TenantId TenantId, ChannelId Id, ChatGroupId? GroupId, string PhoneNumberId, string WabaId, string Display)
{
    /// <summary>False where it will be held: nobody serves the number yet.</summary>
    public bool Decides(WebhookUpdate update) => GroupId is not null || update.Kind is not WebhookUpdateKind.Message;
}

/// <summary>
/// The part of the database a batch is about, loaded in a few set-based queries; what the batch decides is put in
/// here as well, so that its later updates see the earlier ones.
/// </summary>
internal sealed partial class InboundWorld(BalcaoDb db, UnitOfWork work, StorageEngine engine, Feed feed, DateTimeOffset now)
{
    private readonly RowSet _rows = new(db, engine.Rows);
    private readonly Dictionary<string, ServedNumber> _numbers = [];
    private readonly Dictionary<(TenantId, ChannelId, string Wamid), Message> _byWamid = [];
    private readonly Dictionary<(TenantId, MessageId), Message> _byId = [];
    private readonly HashSet<(TenantId, ChannelId, string Wamid)> _held = [];
    private readonly Dictionary<(TenantId, IdentityKind, string), ContactIdentity> _identities = [];
    private readonly Dictionary<(TenantId, ContactId), Contact> _contacts = [];
    private readonly Dictionary<(TenantId, ChannelId, ContactId), Conversation> _conversations = [];
    private readonly Dictionary<(TenantId, ConversationId), Conversation> _conversationsById = [];
    private readonly Dictionary<(TenantId, ConversationId), Chat> _openChats = [];
    private readonly Dictionary<(TenantId, ConversationId), Ticket> _newestTickets = [];
    private readonly HashSet<(TenantId, ContactId, ChatGroupId)> _audiences = [];
    private readonly Dictionary<(TenantId, MessageId), List<UsageEntry>> _lines = [];
    private readonly Dictionary<(TenantId, MessageId, bool IsOurs), MessageReaction> _reactions = [];
    private readonly List<Ticket> _newTickets = [];

    public DateTimeOffset Now => now;

    public Feed Feed => feed;

    /// <summary>Tickets of this batch that still need their protocol number.</summary>
    public IReadOnlyList<Ticket> NewTickets => _newTickets;

    /// <summary>True once the batch left work for later.</summary>
    public bool HasJobs { get; private set; }

    public IReadOnlyCollection<TenantId> Tenants => [.. _numbers.Values.Select(n => n.TenantId).Distinct()];

    public ServedNumber? NumberOf(WebhookUpdate update) =>
        update.PhoneNumberId is { } id ? _numbers.GetValueOrDefault(id) : null;

    public bool IsHeld(ServedNumber number, string wamid) => _held.Contains((number.TenantId, number.Id, wamid));

    public Message? FindMessage(ServedNumber number, string? wamid) =>
        wamid is null ? null : _byWamid.GetValueOrDefault((number.TenantId, number.Id, wamid));

    /// <summary>Our own message that WhatsApp names back to us.</summary>
    public Message? FindOwn(ServedNumber number, string? callbackData) =>
        MessageId.TryParse(callbackData, null, out var id) && _byId.TryGetValue((number.TenantId, id), out var message) && message.ChannelId == number.Id
            ? message : null;

    public Contact? FindContact(TenantId tenant, IdentityKind kind, string? value) =>
        value is not null && _identities.TryGetValue((tenant, kind, value), out var identity) ? _contacts[(tenant, identity.ContactId)] : null;

    public ContactIdentity? FindIdentity(TenantId tenant, IdentityKind kind, string value) => _identities.GetValueOrDefault((tenant, kind, value));

    public Conversation? FindConversation(ServedNumber number, ContactId contact) =>
        _conversations.GetValueOrDefault((number.TenantId, number.Id, contact));

    public Chat? FindOpenChat(Conversation conversation) => _openChats.GetValueOrDefault((conversation.TenantId, conversation.Id));

    public Ticket? FindNewestTicket(Conversation conversation) => _newestTickets.GetValueOrDefault((conversation.TenantId, conversation.Id));

    public IReadOnlyCollection<UsageEntry> LinesOf(Message message) => _lines.GetValueOrDefault((message.TenantId, message.Id)) ?? [];

    public MessageReaction? FindReaction(Message message, bool isOurs) => _reactions.GetValueOrDefault((message.TenantId, message.Id, isOurs));

    public void Add(Contact contact)
    {
        _contacts[(contact.TenantId, contact.Id)] = contact;
        _rows.Add(contact);
    }

    public void Add(ContactIdentity identity)
    {
        _identities[(identity.TenantId, identity.Kind, identity.Value)] = identity;
        _rows.Add(identity);
    }

    public void Add(Conversation conversation)
    {
        Remember(conversation);
        _rows.Add(conversation);
    }

    public void Add(OpenedChat opened, Contact contact)
    {
        if (!opened.IsNew) return;
        var chat = opened.Chat;
        _openChats[(chat.TenantId, chat.ConversationId)] = chat;
        _rows.Add(chat);
        if (opened.Ticket is { } ticket && _newestTickets.GetValueOrDefault((ticket.TenantId, ticket.ConversationId)) != ticket)
        {
            _newestTickets[(ticket.TenantId, ticket.ConversationId)] = ticket;
            _newTickets.Add(ticket);
            _rows.Add(ticket);
        }
        if (opened.Action is { } action) _rows.Add(action);
        if (_audiences.Add((chat.TenantId, contact.Id, chat.GroupId)))
            _rows.Add(new ContactAudience { TenantId = chat.TenantId, ContactId = contact.Id, GroupId = chat.GroupId });
    }

    public void Add(Message message)
    {
        if (message.Wamid is { } wamid) _byWamid[(message.TenantId, message.ChannelId, wamid)] = message;
        _byId[(message.TenantId, message.Id)] = message;
        _rows.Add(message);
    }

    public void Add(MessageReaction reaction)
    {
        _reactions[(reaction.TenantId, reaction.MessageId, reaction.IsOurs)] = reaction;
        _rows.Add(reaction);
    }

    public void Add(HeldUpdate held)
    {
        _held.Add((held.TenantId, held.ChannelId, held.Wamid));
        _rows.Add(held);
    }

    public void Add(UsageEntry line)
    {
        Remember(line);
        _rows.Add(line);
    }

    /// <summary>Rows nothing later in the batch asks for.</summary>
    public void Add(MessageMedia media) => _rows.Add(media);

    public void Add(Job job)
    {
        HasJobs = true;
        _rows.Add(job);
    }

    public void Add(ParkedStatus parked) => _rows.Add(parked);

    public void Add(JournalEntry entry) => _rows.Add(entry);

    /// <summary>Writes all of it.</summary>
    public Task SaveAsync(CancellationToken ct) => _rows.WriteAsync(ct);

    /// <summary>The conversation of a message that was there before the batch or was made by it.</summary>
    public Conversation ConversationOf(Message message) =>
        _conversationsById[(message.TenantId, message.ConversationId)];

    /// <summary>Found by its wamid and by its id, which a status names both, it comes twice.</summary>
    private void Remember(Message message)
    {
        if (!_byId.TryAdd((message.TenantId, message.Id), message)) return;
        _rows.Loaded(message);
        if (message.Wamid is { } wamid) _byWamid[(message.TenantId, message.ChannelId, wamid)] = message;
    }

    private void Remember(UsageEntry line)
    {
        if (!_lines.TryGetValue((line.TenantId, line.MessageId), out var lines)) _lines[(line.TenantId, line.MessageId)] = lines = [];
        lines.Add(line);
    }
}
