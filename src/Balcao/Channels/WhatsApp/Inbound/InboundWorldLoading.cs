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

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>How the world is loaded: by whole keys, in three questions to the database, however many updates a batch has.</summary>
internal sealed partial class InboundWorld
{
    public async Task LoadNumbersAsync(IReadOnlyCollection<WebhookUpdate> updates, CancellationToken ct)
    {
        // Before it is known whose the batch is.
        var ask = work.LookUps(TenantScope.Everyone);
        var named = AskNumbers(nameof(Number.PhoneNumberId), updates.Select(u => u.PhoneNumberId));
        var ofAccounts = AskNumbers(nameof(Number.WabaId), updates.Where(u => u.PhoneNumberId is null).Select(u => u.WabaId));
        await ask.ReadAsync(ct);
        foreach (var (number, link) in named.Concat(ofAccounts))
            _numbers[number.PhoneNumberId] = new(number.TenantId, number.Id, link?.GroupId, number.PhoneNumberId, number.WabaId, number.Display);

        List<(Number Number, NumberLink? Link)> AskNumbers(string property, IEnumerable<string?> ids) => ask.AskWith<Number, NumberLink>(
            [property], ids.OfType<string>().Distinct().Select(id => Key(id)).ToList(),
            [(nameof(NumberLink.TenantId), nameof(Number.TenantId)), (nameof(NumberLink.ChannelId), nameof(Number.Id))]);
    }

    public async Task LoadAsync(IReadOnlyCollection<WebhookUpdate> updates, CancellationToken ct)
    {
        var (tenants, numbers) = (Tenants.ToArray(), _numbers.Values.Select(n => n.Id).ToArray());
        await LoadMessagesAndContactsAsync(updates, tenants, ct);
        if (numbers.Length == 0) return;
        await LoadConversationsAsync(updates, ct);
        await LoadUnservedAsync(ct);
        await LoadRareAsync(updates, tenants, numbers, ct);
    }

    private async Task LoadMessagesAndContactsAsync(IReadOnlyCollection<WebhookUpdate> updates, TenantId[] tenants, CancellationToken ct)
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
        var messages = ask.Ask<Message>([nameof(Message.TenantId), nameof(Message.ChannelId), nameof(Message.Wamid)], wamids);
        var ownMessages = ask.Ask<Message>([nameof(Message.TenantId), nameof(Message.Id)], own);
        var held = ask.Ask<HeldUpdate>(
            [nameof(HeldUpdate.TenantId), nameof(HeldUpdate.ChannelId), nameof(HeldUpdate.Wamid)], _numbers.Values.Any(n => n.GroupId is null) ? wamids : []);
        var people = ask.AskWith<ContactIdentity, Contact>(
            [nameof(ContactIdentity.TenantId), nameof(ContactIdentity.Kind), nameof(ContactIdentity.Value)], forms,
            [(nameof(Contact.TenantId), nameof(ContactIdentity.TenantId)), (nameof(Contact.Id), nameof(ContactIdentity.ContactId))]);
        await ask.ReadAsync(ct);

        foreach (var message in messages.Concat(ownMessages)) Remember(message);
        foreach (var update in held) _held.Add((update.TenantId, update.ChannelId, update.Wamid));
        foreach (var (identity, contact) in people)
        {
            _identities[(identity.TenantId, identity.Kind, identity.Value)] = Loaded(identity);
            // One person's phone and user id bring them twice.
            if (_contacts.TryAdd((contact!.TenantId, contact.Id), contact)) Loaded(contact);
        }
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
        // A status changes the list's row of its conversation, whoever the batch's messages are from.
        var spokenOf = _byId.Values.Select(m => (m.TenantId, m.ConversationId)).Distinct().Select(k => Key(k.TenantId, k.ConversationId)).ToList();
        // Only a failure, or what follows one, touches the ledger again.
        var charged = _byId.Values.Where(m => m.Direction is MessageDirection.Outbound).Select(m => Key(m.TenantId, m.Id)).ToList();
        var reactedTo = updates.SelectMany(MessagesIn).Select(m => m.Reaction?.MessageId).OfType<string>().ToHashSet();
        var targets = _byId.Values.Where(m => m.Wamid is not null && reactedTo.Contains(m.Wamid)).Select(m => Key(m.TenantId, m.Id)).ToList();

        var ask = work.LookUps();
        var conversations = AskConversations([nameof(Conversation.TenantId), nameof(Conversation.ContactId), nameof(Conversation.ChannelId)], talks);
        var others = AskConversations([nameof(Conversation.TenantId), nameof(Conversation.Id)], spokenOf);
        var lines = ask.Ask<UsageEntry>([nameof(UsageEntry.TenantId), nameof(UsageEntry.MessageId)], charged);
        var reactions = ask.Ask<MessageReaction>([nameof(MessageReaction.TenantId), nameof(MessageReaction.MessageId)], targets);
        await ask.ReadAsync(ct);

        foreach (var (conversation, chat) in conversations.Concat(others))
        {
            if (_conversationsById.ContainsKey((conversation.TenantId, conversation.Id))) continue;
            Remember(Loaded(conversation));
            if (chat is not null) _openChats[(chat.TenantId, chat.ConversationId)] = Loaded(chat);
        }
        foreach (var line in lines) Remember(Loaded(line));
        foreach (var reaction in reactions) _reactions[(reaction.TenantId, reaction.MessageId, reaction.IsOurs)] = Loaded(reaction);

        List<(Conversation Conversation, Chat? OpenChat)> AskConversations(string[] properties, List<object[]> keys) => ask.AskWith<Conversation, Chat>(
            properties, keys, [(nameof(Chat.TenantId), nameof(Conversation.TenantId)), (nameof(Chat.ConversationId), nameof(Conversation.Id))], ChatTables.IsOpen);
    }

    private async Task LoadUnservedAsync(CancellationToken ct)
    {
        var unserved = _conversations.Values.Where(c => FindOpenChat(c) is null).ToList();
        var ask = work.LookUps();
        var tickets = ask.Ask<Ticket>(
            [nameof(Ticket.TenantId), nameof(Ticket.ConversationId)], unserved.ConvertAll(c => Key(c.TenantId, c.Id)), TicketTables.IsOpen);
        var audiences = ask.Ask<ContactAudience>(
            [nameof(ContactAudience.TenantId), nameof(ContactAudience.ContactId)],
            unserved.Select(c => (c.TenantId, c.ContactId)).Distinct().Select(k => Key(k.TenantId, k.ContactId)).ToList());
        await ask.ReadAsync(ct);
        foreach (var ticket in tickets.OrderBy(t => t.OpenedAt)) _newestTickets[(ticket.TenantId, ticket.ConversationId)] = ticket;
        foreach (var newest in _newestTickets.Values) Loaded(newest);
        foreach (var audience in audiences) _audiences.Add((audience.TenantId, audience.ContactId, audience.GroupId));
    }

    private void Remember(Conversation conversation)
    {
        _conversations[(conversation.TenantId, conversation.ChannelId, conversation.ContactId)] = conversation;
        _conversationsById[(conversation.TenantId, conversation.Id)] = conversation;
    }

    /// <summary>The database has it: whatever changes of it is written.</summary>
    private T Loaded<T>(T row) where T : class
    {
        _rows.Loaded(row);
        return row;
    }

    private static object[] Key(params object[] parts) => parts;

    // The batch is several tenants': each query names them, and on PostgreSQL row-level security holds the same list.
    private IQueryable<T> Everyones<T>() where T : class => db.Set<T>().IgnoreQueryFilters([BalcaoDb.TenantFilter]);

    private static IEnumerable<string?> Wamids(WebhookUpdate update) =>
        update.Status is { } status ? [status.Id]
        : MessagesIn(update).SelectMany(m => new[] { m.Id, m.Context?.MessageId, m.Reaction?.MessageId, ChangeMessage.OriginalOf(m) });

    private static IEnumerable<InboundMessage> MessagesIn(WebhookUpdate update) =>
        update.Message is { } one ? [one] : update.History?.Messages ?? [];
}
