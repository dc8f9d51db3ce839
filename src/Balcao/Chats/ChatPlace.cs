using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
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
    Chat Chat, Conversation Conversation, Channel Channel, Tenant Tenant, Contact Contact, Ticket Ticket, ChatGroup Group, string? AgentName, string TimeZone)
{
    public static Task<IReadOnlyDictionary<ChatId, ChatPlace>> LoadAsync(BalcaoDb db, IReadOnlyCollection<ChatId> chats, CancellationToken ct) =>
        LoadAsync(db, db.Chats.Where(c => chats.Contains(c.Id)), ct);

    public static async Task<IReadOnlyDictionary<ChatId, ChatPlace>> LoadAsync(BalcaoDb db, IQueryable<Chat> chats, CancellationToken ct)
    {
        var rows = await (
            from chat in chats.AsNoTracking()
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
            select new ChatPlace(chat, conversation, channel, tenant, contact, ticket, grp, agent!.Name, hours!.TimeZone ?? tenant.TimeZone)).ToListAsync(ct);
        // One object for each ticket, because it may be changed: chats of two conversations may have the same one.
        var tickets = rows.Select(row => row.Ticket).DistinctBy(ticket => ticket.Id).ToDictionary(ticket => ticket.Id);
        return rows.ToDictionary(row => row.Chat.Id, row => row with { Ticket = tickets[row.Ticket.Id] });
    }

    public VariableValues Values(DateTimeOffset now) =>
        ChatVariables.Of(Contact, Ticket, new ChannelNames(Tenant.Name, Group.DisplayName, Channel.Display), LocalTimes.InZone(now, TimeZone)) with { AgentName = AgentName };
}
