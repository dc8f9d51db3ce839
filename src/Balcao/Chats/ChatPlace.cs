using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.Tenancy;
using Balcao.Tickets;
using Balcao.Variables;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>A chat with everything that a text said in it may name.</summary>
/// <param name="AgentName">Who serves the chat; null while it waits.</param>
/// <param name="TimeZone">The number's, or the tenant's if the number has no hours of its own.</param>
internal sealed record ChatPlace(
    Conversation Conversation, Channel Channel, Tenant Tenant, Contact Contact, Ticket Ticket, ChatGroup Group, string? AgentName, string TimeZone)
{
    public static async Task<IReadOnlyDictionary<ChatId, ChatPlace>> LoadAsync(BalcaoDb db, IReadOnlyCollection<ChatId> chats, CancellationToken ct)
    {
        var rows = await (
            from chat in db.Chats.AsNoTracking().Where(c => chats.Contains(c.Id))
            join conversation in db.Conversations.AsNoTracking() on new { chat.TenantId, Id = chat.ConversationId } equals new { conversation.TenantId, conversation.Id }
            join channel in db.Channels.AsNoTracking() on new { conversation.TenantId, Id = conversation.ChannelId } equals new { channel.TenantId, channel.Id }
            join tenant in db.Tenants.AsNoTracking() on conversation.TenantId equals tenant.Id
            join contact in db.Contacts.AsNoTracking() on new { conversation.TenantId, Id = conversation.ContactId } equals new { contact.TenantId, contact.Id }
            join ticket in db.Tickets.AsNoTracking() on new { chat.TenantId, Id = chat.TicketId } equals new { ticket.TenantId, ticket.Id }
            join grp in db.ChatGroups.AsNoTracking() on new { chat.TenantId, Id = chat.GroupId } equals new { grp.TenantId, grp.Id }
            join found in db.Agents.AsNoTracking() on new { chat.TenantId, Id = chat.AgentId } equals new { found.TenantId, Id = (AgentId?)found.Id } into agents
            from agent in agents.DefaultIfEmpty()
            join stored in db.ServiceHours.AsNoTracking() on new { channel.TenantId, ChannelId = channel.Id } equals new { stored.TenantId, stored.ChannelId } into allHours
            from hours in allHours.DefaultIfEmpty()
            select new { chat.Id, Place = new ChatPlace(conversation, channel, tenant, contact, ticket, grp, agent!.Name, hours!.TimeZone ?? tenant.TimeZone) }).ToListAsync(ct);
        return rows.ToDictionary(row => row.Id, row => row.Place);
    }

    public VariableValues Values(DateTimeOffset now) => new()
    {
        TicketId = Ticket.Id.Value,
        TicketProtocol = Ticket.Protocol,
        TicketSubject = Ticket.Subject,
        TicketStatus = StatusWords.Of(Ticket.Status),
        // A phone in the place of a name is no name to greet with.
        ContactName = Contact.IsUnnamed ? null : Contact.Name,
        ContactPhone = Contact.Phone is { } phone ? PhoneText.Of(phone) : null,
        AgentName = AgentName,
        GroupName = Group.DisplayName,
        NumberDisplay = Channel.Display,
        TenantName = Tenant.Name,
        LocalTime = LocalTimes.InZone(now, TimeZone),
    };
}
