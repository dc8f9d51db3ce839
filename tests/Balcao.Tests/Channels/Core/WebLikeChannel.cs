using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.Core;

/// <summary>
/// A minimal channel without WhatsApp: visitors of a web page, who are identified by a key. It contains everything that a
/// channel must supply: the sender of a message, its content, and the delivery of answers.
/// </summary>
internal sealed class WebLikeChannel(UnitsOfWork units, TimeProvider time, TenantId tenant, ChatGroupId group)
{
    private readonly TenantScope _scope = TenantScope.Of(tenant);

    public ChannelId Id { get; } = ChannelId.New(time.GetUtcNow());

    public Task OpenAsync(string display, CancellationToken ct) => units.WriteAsync(_scope, open =>
    {
        open.Db.Add(new Channel { TenantId = tenant, Id = Id, Origin = ChatOrigin.Web, Display = display });
        open.Db.Add(new NumberLink { TenantId = tenant, ChannelId = Id, GroupId = group });
        return Task.CompletedTask;
    }, ct);

    /// <summary>Stores a visitor's text and its effects in one transaction.</summary>
    public Task<MessageId> ReceiveAsync(string visitor, string text, CancellationToken ct) => units.WriteAsync(_scope, async open =>
    {
        var now = time.GetUtcNow();
        var contact = await ContactOfAsync(open.Db, visitor, now, ct);
        var state = await StateOfAsync(open.Db, contact, now, ct);
        var received = new ReceivedMessage(new ReceivedContent(MessageKind.Text, text), now);
        return ReceiveMessage.Into(open.Db, open.Feed, new ChannelFacts(tenant, Id, group, 0), state, contact, received, now).Id;
    }, ct);

    /// <summary>Returns the agents' answers that are not delivered yet, and marks them as read.</summary>
    public Task<List<string>> DeliverAsync(CancellationToken ct) => units.WriteAsync(_scope, async open =>
    {
        var texts = new List<string>();
        foreach (var item in await open.Db.Outbox.Where(o => o.ChannelId == Id).OrderBy(o => o.Id).ToListAsync(ct))
        {
            var message = await open.Db.Messages.SingleAsync(m => m.Id == item.MessageId, ct);
            var contact = await open.Db.Conversations.Where(c => c.Id == item.ConversationId).Select(c => c.ContactId).SingleAsync(ct);
            message.Advance(DeliveryStatus.Read, time.GetUtcNow());
            open.Db.Remove(item);
            open.Feed.MessageChanged(tenant, message.Id, contact);
            texts.Add(message.Text!);
        }
        return texts;
    }, ct);

    private async Task<Contact> ContactOfAsync(BalcaoDb db, string visitor, DateTimeOffset now, CancellationToken ct)
    {
        var known = await (
            from identity in db.ContactIdentities
            join contact in db.Contacts on identity.ContactId equals contact.Id
            where identity.Kind == IdentityKind.UserId && identity.Value == visitor
            select contact).SingleOrDefaultAsync(ct);
        if (known is not null) return known;
        var added = new Contact { TenantId = tenant, Id = ContactId.New(now), Name = "Visitante", UserId = visitor, CreatedAt = now };
        db.Add(added);
        db.Add(new ContactIdentity { TenantId = tenant, Kind = IdentityKind.UserId, Value = visitor, ContactId = added.Id });
        return added;
    }

    private async Task<ConversationState> StateOfAsync(BalcaoDb db, Contact contact, DateTimeOffset now, CancellationToken ct)
    {
        var audience = await db.ContactAudiences.Where(a => a.ContactId == contact.Id).Select(a => a.GroupId).ToListAsync(ct);
        var conversation = await db.Conversations.SingleOrDefaultAsync(c => c.ChannelId == Id && c.ContactId == contact.Id, ct);
        if (conversation is null)
        {
            conversation = new Conversation { TenantId = tenant, Id = ConversationId.New(now), ChannelId = Id, ContactId = contact.Id, LastActivityAt = now };
            db.Add(conversation);
        }
        return new ConversationState(conversation, audience.ToHashSet())
        {
            OpenChat = await db.Chats.Open.SingleOrDefaultAsync(c => c.ConversationId == conversation.Id, ct),
            NewestTicket = await db.Tickets.Where(t => t.ConversationId == conversation.Id).OrderByDescending(t => t.OpenedAt).FirstOrDefaultAsync(ct),
        };
    }
}
