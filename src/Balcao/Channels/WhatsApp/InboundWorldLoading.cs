using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Balcao.WhatsApp.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp;

/// <summary>How the world is loaded: by whole keys, a query for each kind of row, however many updates a batch has.</summary>
internal sealed partial class InboundWorld
{
    public async Task LoadNumbersAsync(IReadOnlyCollection<WebhookUpdate> updates, CancellationToken ct)
    {
        var ids = Distinct(updates.Select(u => u.PhoneNumberId));
        var accounts = Distinct(updates.Where(u => u.PhoneNumberId is null).Select(u => u.WabaId));
        if (accounts.Length > 0)
            ids = [.. ids.Union(await Everyones<Number>().Where(n => accounts.Contains(n.WabaId)).Select(n => n.PhoneNumberId).ToListAsync(ct))];
        if (ids.Length == 0) return;
        await foreach (var number in NumbersById(db, ids).WithCancellation(ct)) _numbers[number.PhoneNumberId] = number;
    }

    // Every batch asks this, before it is known whose it is.
    private static readonly Func<BalcaoDb, string[], IAsyncEnumerable<ServedNumber>> NumbersById = EF.CompileAsyncQuery((BalcaoDb db, string[] ids) =>
        db.Set<Number>().IgnoreQueryFilters().AsNoTracking().Where(n => ids.Contains(n.PhoneNumberId)).Select(n => new ServedNumber(
            n.TenantId, n.Id,
            db.Set<NumberLink>().IgnoreQueryFilters().Where(l => l.TenantId == n.TenantId && l.NumberId == n.Id).Select(l => (ChatGroupId?)l.GroupId).FirstOrDefault(),
            n.PhoneNumberId, n.WabaId, n.Display)));

    public async Task LoadAsync(IReadOnlyCollection<WebhookUpdate> updates, CancellationToken ct)
    {
        if (_numbers.Count == 0) return;
        var tenants = Tenants.ToArray();
        var numbers = _numbers.Values.Select(n => n.Id).ToArray();
        await LoadMessagesAsync(updates, ct);
        await LoadContactsAsync(updates, ct);
        await LoadConversationsAsync(updates, ct);
        await LoadRareAsync(updates, tenants, numbers, ct);
    }

    private async Task LoadMessagesAsync(IReadOnlyCollection<WebhookUpdate> updates, CancellationToken ct)
    {
        var wamids = (
            from update in updates
            let number = NumberOf(update)
            where number is not null
            from wamid in Wamids(update).OfType<string>()
            select (number.TenantId, number.Id, wamid)).Distinct().ToList();
        Remember(await LookUpAsync<Message>([nameof(Message.TenantId), nameof(Message.NumberId), nameof(Message.Wamid)], wamids.ConvertAll(k => Key(k.TenantId, k.Id, k.wamid)), ct));
        if (_numbers.Values.Any(n => n.GroupId is null))
            foreach (var held in await LookUpAsync<HeldUpdate>(
                [nameof(HeldUpdate.TenantId), nameof(HeldUpdate.NumberId), nameof(HeldUpdate.Wamid)], wamids.ConvertAll(k => Key(k.TenantId, k.Id, k.wamid)), ct))
                _held.Add((held.TenantId, held.NumberId, held.Wamid));

        var own = (
            from update in updates
            let number = NumberOf(update)
            let id = MessageId.TryParse(update.Status?.CallbackData, null, out var parsed) ? parsed : default
            where number is not null && id != default && !_byId.ContainsKey((number.TenantId, id))
            select (number.TenantId, id)).Distinct().ToList();
        Remember(await LookUpAsync<Message>([nameof(Message.TenantId), nameof(Message.Id)], own.ConvertAll(k => Key(k.TenantId, k.id)), ct));

        // Only a failure, or what follows one, touches the ledger again.
        var charged = _byId.Values.Where(m => m.Direction is MessageDirection.Outbound).Select(m => Key(m.TenantId, m.Id)).ToList();
        foreach (var line in await LookUpAsync<UsageEntry>([nameof(UsageEntry.TenantId), nameof(UsageEntry.MessageId)], charged, ct)) Remember(line);

        var reactedTo = updates.SelectMany(MessagesIn).Select(m => m.Reaction?.MessageId).OfType<string>().ToHashSet();
        var targets = _byId.Values.Where(m => m.Wamid is not null && reactedTo.Contains(m.Wamid)).Select(m => Key(m.TenantId, m.Id)).ToList();
        foreach (var reaction in await LookUpAsync<MessageReaction>([nameof(MessageReaction.TenantId), nameof(MessageReaction.MessageId)], targets, ct))
            _reactions[(reaction.TenantId, reaction.MessageId, reaction.IsOurs)] = reaction;
    }

    private async Task LoadContactsAsync(IReadOnlyCollection<WebhookUpdate> updates, CancellationToken ct)
    {
        var forms = (
            from update in updates
            from tenant in NumbersOf(update).Select(n => n.TenantId)
            from form in InboundIdentity.FormsOf(update)
            where form.Value is not null
            select (tenant, form.Kind, form.Value)).Distinct().ToList();
        foreach (var identity in await LookUpAsync<ContactIdentity>(
            [nameof(ContactIdentity.TenantId), nameof(ContactIdentity.Kind), nameof(ContactIdentity.Value)], forms.ConvertAll(k => Key(k.tenant, k.Kind, k.Value)), ct))
            _identities[(identity.TenantId, identity.Kind, identity.Value)] = identity;
        var ids = _identities.Values.Select(i => (i.TenantId, i.ContactId)).Distinct().Select(k => Key(k.TenantId, k.ContactId)).ToList();
        foreach (var contact in await LookUpAsync<Contact>([nameof(Contact.TenantId), nameof(Contact.Id)], ids, ct))
            _contacts[(contact.TenantId, contact.Id)] = contact;
    }

    private async Task LoadConversationsAsync(IReadOnlyCollection<WebhookUpdate> updates, CancellationToken ct)
    {
        var talks = (
            from update in updates
            from number in NumbersOf(update)
            from form in InboundIdentity.FormsOf(update)
            let identity = FindIdentity(number.TenantId, form.Kind, form.Value)
            where identity is not null
            select (number.TenantId, identity.ContactId, number.Id)).Distinct().Select(k => Key(k.TenantId, k.ContactId, k.Id)).ToList();
        foreach (var conversation in await LookUpAsync<Conversation>(
            [nameof(Conversation.TenantId), nameof(Conversation.ContactId), nameof(Conversation.NumberId)], talks, ct)) Remember(conversation);
        // A status changes the list's row of its conversation, whoever the batch's messages are from.
        var missing = _byId.Values.Where(m => !_conversationsById.ContainsKey((m.TenantId, m.ConversationId)))
            .Select(m => (m.TenantId, m.ConversationId)).Distinct().Select(k => Key(k.TenantId, k.ConversationId)).ToList();
        foreach (var conversation in await LookUpAsync<Conversation>([nameof(Conversation.TenantId), nameof(Conversation.Id)], missing, ct)) Remember(conversation);

        var all = _conversations.Values.Select(c => Key(c.TenantId, c.Id)).ToList();
        foreach (var chat in await LookUpAsync<Chat>([nameof(Chat.TenantId), nameof(Chat.ConversationId)], all, ct, besides: ChatTables.IsOpen))
            _openChats[(chat.TenantId, chat.ConversationId)] = chat;

        var unserved = _conversations.Values.Where(c => FindOpenChat(c) is null).ToList();
        if (unserved.Count == 0) return;
        var tickets = Everyones<Ticket>();
        var theirs = engine.HavingKeys<Ticket>(db, [nameof(Ticket.TenantId), nameof(Ticket.ConversationId)], unserved.ConvertAll(c => Key(c.TenantId, c.Id)));
        var newest = await theirs.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking()
            .Where(t => t.Status != TicketStatus.Closed && t.Status != TicketStatus.Cancelled
                && !tickets.Any(newer => newer.TenantId == t.TenantId && newer.ConversationId == t.ConversationId && newer.OpenedAt > t.OpenedAt
                    && newer.Status != TicketStatus.Closed && newer.Status != TicketStatus.Cancelled))
            .ToListAsync(ct);
        foreach (var ticket in Loaded(newest)) _newestTickets[(ticket.TenantId, ticket.ConversationId)] = ticket;
        var audienceOf = unserved.Select(c => (c.TenantId, c.ContactId)).Distinct().Select(k => Key(k.TenantId, k.ContactId)).ToList();
        foreach (var audience in await LookUpAsync<ContactAudience>([nameof(ContactAudience.TenantId), nameof(ContactAudience.ContactId)], audienceOf, ct))
            _audiences.Add((audience.TenantId, audience.ContactId, audience.GroupId));
    }

    private void Remember(Conversation conversation)
    {
        _conversations[(conversation.TenantId, conversation.NumberId, conversation.ContactId)] = conversation;
        _conversationsById[(conversation.TenantId, conversation.Id)] = conversation;
    }

    private async Task<IReadOnlyList<T>> LookUpAsync<T>(string[] properties, List<object[]> keys, CancellationToken ct, string? besides = null) where T : class =>
        Loaded(await engine.LookUpAsync<T>(db, properties, keys, besides, ct));

    private List<T> Loaded<T>(List<T> rows) where T : class
    {
        foreach (var row in rows) _rows.Loaded(row);
        return rows;
    }

    private static object[] Key(params object[] parts) => parts;

    // The batch is several tenants': each query names them, and on PostgreSQL row-level security holds the same list.
    private IQueryable<T> Everyones<T>() where T : class => db.Set<T>().IgnoreQueryFilters([BalcaoDb.TenantFilter]);

    private static IEnumerable<string?> Wamids(WebhookUpdate update) =>
        update.Status is { } status ? [status.Id]
        : MessagesIn(update).SelectMany(m => new[] { m.Id, m.Context?.MessageId, m.Reaction?.MessageId, ChangeMessage.OriginalOf(m) });

    private static IEnumerable<InboundMessage> MessagesIn(WebhookUpdate update) =>
        update.Message is { } one ? [one] : update.History?.Messages ?? [];

    private static string[] Distinct(IEnumerable<string?> values) => [.. values.OfType<string>().Distinct()];
}
