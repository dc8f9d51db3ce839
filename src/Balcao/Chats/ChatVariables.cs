using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Balcao.Tickets;
using Balcao.Variables;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>What variables stand for in a chat.</summary>
public static class ChatVariables
{
    /// <param name="agent">Who writes; null: no agent does.</param>
    public static async Task<VariableValues> LoadAsync(BalcaoDb db, ChatId id, AgentId? agent, DateTimeOffset now, CancellationToken ct)
    {
        var agents = db.Agents;
        var row = await (
            from chat in db.Chats.AsNoTracking()
            join ticket in db.Tickets.AsNoTracking() on chat.TicketId equals ticket.Id
            join conversation in db.Conversations.AsNoTracking() on chat.ConversationId equals conversation.Id
            join contact in db.Contacts.AsNoTracking() on conversation.ContactId equals contact.Id
            join channel in db.Channels.AsNoTracking() on conversation.ChannelId equals channel.Id
            join chatGroup in db.ChatGroups.AsNoTracking() on chat.GroupId equals chatGroup.Id
            join tenant in db.Tenants.AsNoTracking() on chat.TenantId equals tenant.Id
            where chat.Id == id
            select new
            {
                Ticket = ticket, Contact = contact, Group = chatGroup.DisplayName, Number = channel.Display, Tenant = tenant,
                Agent = agents.Where(a => a.Id == agent).Select(a => a.Name).FirstOrDefault(),
            }).SingleAsync(ct);
        return new VariableValues
        {
            TicketId = row.Ticket.Id.Value,
            TicketProtocol = row.Ticket.Protocol,
            TicketSubject = row.Ticket.Subject,
            TicketStatus = StatusWords.Of(row.Ticket.Status),
            ContactName = row.Contact.IsUnnamed ? null : row.Contact.Name,
            ContactPhone = row.Contact.Phone is { } phone ? PhoneText.Of(phone) : null,
            AgentName = row.Agent,
            GroupName = row.Group,
            NumberDisplay = row.Number,
            TenantName = row.Tenant.Name,
            LocalTime = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(row.Tenant.TimeZone)),
        };
    }
}
