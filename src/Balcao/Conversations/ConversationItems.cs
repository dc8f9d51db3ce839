using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>Conversations as screens show them.</summary>
public static class ConversationItems
{
    /// <summary>Reads them in one query, newest activity first. The caller checks who may see them.</summary>
    public static async Task<IReadOnlyList<ConversationItem>> LoadAsync(BalcaoDb db, IQueryable<Conversation> conversations, CancellationToken ct)
    {
        var rows = await (
            from conversation in conversations
            join contact in db.Contacts on new { conversation.TenantId, Id = conversation.ContactId } equals new { contact.TenantId, contact.Id }
            join channel in db.Channels on new { conversation.TenantId, Id = conversation.ChannelId } equals new { channel.TenantId, channel.Id }
            orderby conversation.LastActivityAt descending, conversation.Id descending
            select new
            {
                conversation.Id, conversation.LastInboundAt, conversation.Unread, conversation.LastActivityAt,
                Contact = new { contact.Id, contact.Name, contact.Phone, contact.Username },
                Number = new NumberName(channel.Id, channel.Display),
            }).ToListAsync(ct);
        return rows.ConvertAll(row => new ConversationItem(
            row.Id,
            ContactItems.From(row.Contact.Id, row.Contact.Name, row.Contact.Phone, row.Contact.Username),
            row.Number,
            row.LastInboundAt + Conversation.CustomerServiceWindow,
            row.Unread,
            row.LastActivityAt));
    }
}
