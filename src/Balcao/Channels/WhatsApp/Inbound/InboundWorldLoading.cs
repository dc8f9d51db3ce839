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

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>Loads the rows of a batch: by whole keys, in three round trips to the database, however many updates the batch has.</summary>
internal sealed partial class InboundWorld
{
    public async Task LoadNumbersAsync(IReadOnlyCollection<WebhookUpdate> updates, CancellationToken ct)
    {
        foreach (var id in updates.Select(u => u.PhoneNumberId).OfType<string>().Distinct())
            if (served.Find(id) is { } known) _numbers[id] = known;

        var missing = updates.Select(u => u.PhoneNumberId).OfType<string>().Where(id => !_numbers.ContainsKey(id)).Distinct().ToList();
        var accounts = updates.Where(u => u.PhoneNumberId is null).Select(u => u.WabaId).OfType<string>().Distinct().ToList();
        if (missing.Count == 0 && accounts.Count == 0) return;

        // The tenants of the batch are not known yet.
        var ask = work.LookUps(TenantScope.Everyone);
        var named = AskNumbers(nameof(Number.PhoneNumberId), missing);
        var ofAccounts = AskNumbers(nameof(Number.WabaId), accounts);
        await ask.ReadAsync(ct);
        await LoadFactsAsync([.. named.Concat(ofAccounts).DistinctBy(number => number.Id)], ct);

        List<Number> AskNumbers(string property, IEnumerable<string> ids) => ask.Ask<Number>([property], ids.Select(id => Key(id)).ToList());
    }

    /// <summary>Returns false if the facts of a number have changed since this node read them: the caller must load again.</summary>
    public async Task<bool> LoadAsync(IReadOnlyCollection<WebhookUpdate> updates, CancellationToken ct)
    {
        var (tenants, numbers) = (Tenants.ToArray(), _numbers.Values.Select(n => n.Id).ToArray());
        if (!await LoadMessagesAndContactsAsync(updates, tenants, ct)) return false;
        if (numbers.Length == 0) return true;
        await LoadUsedAsync(ct);
        await LoadUnservedAsync(await LoadConversationsAsync(updates, ct), ct);
        await LoadRareAsync(updates, tenants, numbers, ct);
        return true;
    }

    private async Task<bool> LoadMessagesAndContactsAsync(IReadOnlyCollection<WebhookUpdate> updates, TenantId[] tenants, CancellationToken ct)
    {
        var wamids = (
            from update in updates
            let number = NumberOf(update)
            where number is not null
            from wamid in Wamids(update).OfType<string>()
            select (number.TenantId, number.Id, wamid)).Distinct().Select(k => Key(k.TenantId, k.Id, k.wamid)).ToList();
        var own = (
            from update in updates
            let number = NumberOf(update)
            let id = MessageId.TryParse(update.Status?.CallbackData, null, out var parsed) ? parsed : default
            where number is not null && id != default
            select (number.TenantId, id)).Distinct().Select(k => Key(k.TenantId, k.id)).ToList();
        var forms = (
            from update in updates
            from tenant in NumbersOf(update).Select(n => n.TenantId)
            from form in InboundIdentity.FormsOf(update)
            where form.Value is not null
            select (tenant, form.Kind, form.Value)).Distinct().Select(k => Key(k.tenant, k.Kind, k.Value)).ToList();

        var ask = work.LookUps(TenantScope.Of(tenants));
        var channels = ask.Ask<Channel>([nameof(Channel.TenantId), nameof(Channel.Id)], _numbers.Values.Select(n => Key(n.TenantId, n.Id)).ToList());
        var messages = ask.Ask<Message>([nameof(Message.TenantId), nameof(Message.ChannelId), nameof(Message.Wamid)], wamids);
        var ownMessages = ask.Ask<Message>([nameof(Message.TenantId), nameof(Message.Id)], own);
        var held = ask.Ask<HeldUpdate>(
            [nameof(HeldUpdate.TenantId), nameof(HeldUpdate.ChannelId), nameof(HeldUpdate.Wamid)], _numbers.Values.Any(n => n.GroupId is null) ? wamids : []);
        var people = ask.AskWith<ContactIdentity, Contact>(
            [nameof(ContactIdentity.TenantId), nameof(ContactIdentity.Kind), nameof(ContactIdentity.Value)], forms,
            [(nameof(Contact.TenantId), nameof(ContactIdentity.TenantId)), (nameof(Contact.Id), nameof(ContactIdentity.ContactId))]);
        await ask.ReadAsync(ct);

        var versions = channels.ToDictionary(channel => (channel.TenantId, channel.Id), channel => channel.FactsVersion);
        var stale = _numbers.Values.Where(number => !versions.TryGetValue((number.TenantId, number.Id), out var version) || version != number.Facts.Version).ToList();
        foreach (var number in stale) served.Drop(number);
        if (stale.Count > 0) return false;

        foreach (var message in messages.Concat(ownMessages)) Remember(message);
        foreach (var update in held) _held.Add((update.TenantId, update.ChannelId, update.Wamid));
        foreach (var (identity, contact) in people)
        {
            _identities[(identity.TenantId, identity.Kind, identity.Value)] = Loaded(identity);
            // A contact comes twice if the updates name both its phone and its user id.
            if (_contacts.TryAdd((contact!.TenantId, contact.Id), contact)) Loaded(contact);
        }
        return true;
    }

    /// <returns>Known contacts who have no conversation with the number that they write to.</returns>
    private async Task<IEnumerable<(TenantId TenantId, ContactId ContactId)>> LoadConversationsAsync(IReadOnlyCollection<WebhookUpdate> updates, CancellationToken ct)
    {
        var named = (
            from update in updates
            from number in NumbersOf(update)
            from form in InboundIdentity.FormsOf(update)
            let identity = FindIdentity(number.TenantId, form.Kind, form.Value)
            where identity is not null
            select (number.TenantId, identity.ContactId, number.Id)).Distinct().ToList();
        // A status changes what lists show of its conversation, which may not be a conversation of the batch's senders.
        var spokenOf = _byId.Values.Select(m => (m.TenantId, m.ConversationId)).Distinct().Select(k => Key(k.TenantId, k.ConversationId)).ToList();
        // Ledger lines are needed for a failure, or for a delivery after one: messages of ours only.
        var charged = _byId.Values.Where(m => m.Direction is MessageDirection.Outbound).Select(m => Key(m.TenantId, m.Id)).ToList();
        var reactedTo = updates.SelectMany(MessagesIn).Select(m => m.Reaction?.MessageId).OfType<string>().ToHashSet();
        var targets = _byId.Values.Where(m => m.Wamid is not null && reactedTo.Contains(m.Wamid)).Select(m => Key(m.TenantId, m.Id)).ToList();

        var ask = work.LookUps();
        var conversations = AskConversations([nameof(Conversation.TenantId), nameof(Conversation.ContactId), nameof(Conversation.ChannelId)],
            named.ConvertAll(k => Key(k.TenantId, k.ContactId, k.Id)));
        var others = AskConversations([nameof(Conversation.TenantId), nameof(Conversation.Id)], spokenOf);
        var lines = ask.Ask<UsageEntry>([nameof(UsageEntry.TenantId), nameof(UsageEntry.MessageId)], charged);
        var reactions = ask.Ask<MessageReaction>([nameof(MessageReaction.TenantId), nameof(MessageReaction.MessageId)], targets);
        await ask.ReadAsync(ct);

        foreach (var (conversation, chat) in conversations.Concat(others))
        {
            if (_states.ContainsKey((conversation.TenantId, conversation.Id))) continue;
            var state = Remember(Loaded(conversation));
            if (chat is not null) state.OpenChat = Loaded(chat);
        }
        foreach (var line in lines) Remember(Loaded(line));
        foreach (var reaction in reactions) _reactions[(reaction.TenantId, reaction.MessageId, reaction.IsOurs)] = Loaded(reaction);
        return named.Where(k => !_conversations.ContainsKey((k.TenantId, k.Id, k.ContactId))).Select(k => (k.TenantId, k.ContactId));

        List<(Conversation Conversation, Chat? OpenChat)> AskConversations(string[] properties, List<object[]> keys) => ask.AskWith<Conversation, Chat>(
            properties, keys, [(nameof(Chat.TenantId), nameof(Conversation.TenantId)), (nameof(Chat.ConversationId), nameof(Conversation.Id))], ChatTables.IsOpen);
    }

    /// <param name="newToNumber">Known contacts who write to a number for the first time: no conversation there, but groups that see them.</param>
    private async Task LoadUnservedAsync(IEnumerable<(TenantId TenantId, ContactId ContactId)> newToNumber, CancellationToken ct)
    {
        var unserved = _states.Values.Where(state => state.OpenChat is null).Select(state => state.Conversation).ToList();
        var facts = _numbers.Values.Select(number => number.Facts).DistinctBy(f => (f.TenantId, f.Id)).ToDictionary(f => (f.TenantId, f.Id));
        // The closed text may name the ticket of a chat that waits.
        var named = _states.Values.Where(state => state.OpenChat is { Status: ChatStatus.Waiting }
            && facts.TryGetValue((state.Conversation.TenantId, state.Conversation.ChannelId), out var known) && OutsideHours.MayNameTicket(known, now)).ToList();
        var ask = work.LookUps();
        var waiting = ask.Ask<Ticket>([nameof(Ticket.TenantId), nameof(Ticket.Id)], named.ConvertAll(state => Key(state.Conversation.TenantId, state.OpenChat!.TicketId)));
        var tickets = ask.Ask<Ticket>(
            [nameof(Ticket.TenantId), nameof(Ticket.ConversationId)], unserved.ConvertAll(c => Key(c.TenantId, c.Id)), TicketTables.IsNotFinal);
        var audiences = ask.Ask<ContactAudience>(
            [nameof(ContactAudience.TenantId), nameof(ContactAudience.ContactId)],
            unserved.Select(c => (c.TenantId, c.ContactId)).Concat(newToNumber).Distinct().Select(k => Key(k.TenantId, k.ContactId)).ToList());
        await ask.ReadAsync(ct);
        foreach (var newest in tickets.GroupBy(t => (t.TenantId, t.ConversationId)).Select(all => all.MaxBy(t => t.OpenedAt)!))
            _states[(newest.TenantId, newest.ConversationId)].NewestTicket = Loaded(newest);
        foreach (var state in named) state.TicketOfChat = waiting.Find(ticket => ticket.Id == state.OpenChat!.TicketId);
        foreach (var audience in audiences) AudienceOf(audience.TenantId, audience.ContactId).Add(audience.GroupId);
    }

    private ConversationState Remember(Conversation conversation)
    {
        _conversations[(conversation.TenantId, conversation.ChannelId, conversation.ContactId)] = conversation;
        return _states[(conversation.TenantId, conversation.Id)] = new ConversationState(conversation, AudienceOf(conversation.TenantId, conversation.ContactId));
    }

    private HashSet<ChatGroupId> AudienceOf(TenantId tenant, ContactId contact)
    {
        if (!_audiences.TryGetValue((tenant, contact), out var audience)) _audiences[(tenant, contact)] = audience = [];
        return audience;
    }

    /// <summary>Marks a row as stored: its later changes are written.</summary>
    private T Loaded<T>(T row) where T : class
    {
        _rows.Loaded(row);
        return row;
    }

    private static object[] Key(params object[] parts) => parts;

    // A batch may belong to several tenants: each query names them, and on PostgreSQL row-level security checks the same list.
    private IQueryable<T> Everyones<T>() where T : class => db.Set<T>().IgnoreQueryFilters([BalcaoDb.TenantFilter]);

    private static IEnumerable<string?> Wamids(WebhookUpdate update) =>
        update.Status is { } status ? [status.Id, NoticeLine.KeyOf(update)]
        : update.Change is not null ? [NoticeLine.KeyOf(update)]
        : MessagesIn(update).SelectMany(m => new[] { m.Id, m.Context?.MessageId, m.Reaction?.MessageId, ChangeMessage.OriginalOf(m) });

    private static IEnumerable<InboundMessage> MessagesIn(WebhookUpdate update) =>
        update.Message is { } one ? [one] : update.History?.Messages ?? [];
}
