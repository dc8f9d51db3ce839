using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>Chats as screens show them. Lists, answers and pushes all read them here, so that they agree.</summary>
public static class ChatItems
{
    /// <summary>Reads the chats in the order asked for. The caller checks who may see them.</summary>
    public static async Task<IReadOnlyList<ChatItem>> LoadAsync(BalcaoDb db, IReadOnlyCollection<ChatId> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return [];
        var messages = db.Messages;
        var rows = await (
            from chat in db.Chats.AsNoTracking().Where(c => ids.Contains(c.Id))
            join conversation in db.Conversations on new { chat.TenantId, Id = chat.ConversationId } equals new { conversation.TenantId, conversation.Id }
            join contact in db.Contacts on new { conversation.TenantId, Id = conversation.ContactId } equals new { contact.TenantId, contact.Id }
            join channel in db.Channels on new { conversation.TenantId, Id = conversation.ChannelId } equals new { channel.TenantId, channel.Id }
            join grp in db.ChatGroups on new { chat.TenantId, Id = chat.GroupId } equals new { grp.TenantId, grp.Id }
            join ticket in db.Tickets on new { chat.TenantId, Id = chat.TicketId } equals new { ticket.TenantId, ticket.Id }
            join found in db.Agents on new { chat.TenantId, Id = chat.AgentId } equals new { found.TenantId, Id = (AgentId?)found.Id } into agents
            from agent in agents.DefaultIfEmpty()
            // A closed chat shows its own last message: what the conversation gets afterwards belongs to later chats.
            // The message is read in a second query, by id: if it is joined to a key from a subquery, PostgreSQL uses no index under
            // row-level security and reads all messages.
            let last = chat.Status != ChatStatus.Closed ? conversation.LastMessageId : messages
                .Where(m => m.TenantId == chat.TenantId && m.ConversationId == chat.ConversationId && m.At <= chat.ClosedAt && m.ChatId == chat.Id)
                .OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Select(m => (MessageId?)m.Id).FirstOrDefault()
            select new
            {
                chat.Id, chat.ConversationId, chat.Status, chat.WaitingSince, chat.StartedAt, chat.ClosedAt,
                Contact = new { contact.Id, contact.Name, contact.Phone, contact.Username },
                Number = new NumberName(channel.Id, channel.Display),
                channel.Origin,
                Group = new GroupName(grp.Id, grp.Name),
                Ticket = new TicketName(ticket.Id, ticket.Protocol, ticket.Status),
                chat.AgentId, AgentName = agent!.Name,
                conversation.Unread, conversation.LastInboundAt,
                Last = last,
            }).ToDictionaryAsync(row => row.Id, ct);
        var lasts = rows.Values.Select(row => row.Last).OfType<MessageId>().ToList();
        var previews = await messages.AsNoTracking().Where(m => lasts.Contains(m.Id)).Select(m => new
        {
            m.Id, m.Direction, m.Kind, m.At, m.Delivery, m.FailedAt, m.RevokedAt,
            Text = m.Text == null ? null : m.Text.Substring(0, MessageItems.PreviewLength),
        }).ToDictionaryAsync(m => m.Id, ct);

        var guests = await GuestsAsync(db, [.. rows.Values.Where(row => row.Status is ChatStatus.InService).Select(row => row.Id)], ct);

        return
        [
            .. from id in ids.Distinct()
               where rows.ContainsKey(id)
               let row = rows[id]
               select new ChatItem(
                   row.Id,
                   row.ConversationId,
                   ContactItems.From(row.Contact.Id, row.Contact.Name, row.Contact.Phone, row.Contact.Username),
                   row.Number,
                   row.Group,
                   row.Origin,
                   row.Status,
                   row.AgentId is { } agent ? new AgentName(agent, row.AgentName) : null,
                   row.Ticket,
                   row.WaitingSince,
                   row.StartedAt,
                   row.ClosedAt,
                   row.Last is { } newest && previews.TryGetValue(newest, out var last)
                       ? new LastMessage(last.Direction, last.Kind, last.Text, last.At, last.Delivery, last.FailedAt is not null)
                           { IsRevoked = last.RevokedAt is not null }
                       : null,
                   row.Status is ChatStatus.Closed ? 0 : row.Unread,
                   row.Status is ChatStatus.Closed ? null : row.LastInboundAt + Conversation.CustomerServiceWindow)
               {
                   Guests = guests[id].Where(guest => guest.Agent.Id != row.AgentId).ToList() is { Count: > 0 } taking ? taking : null,
               },
        ];
    }

    private static async Task<ILookup<ChatId, ChatGuestItem>> GuestsAsync(BalcaoDb db, IReadOnlyCollection<ChatId> inService, CancellationToken ct)
    {
        var rows = inService.Count == 0 ? [] : await (
            from guest in db.ChatGuests.Where(g => inService.Contains(g.ChatId))
            join agent in db.Agents on new { guest.TenantId, guest.AgentId } equals new { agent.TenantId, AgentId = agent.Id }
            orderby guest.InvitedAt, guest.AgentId
            select new { guest.ChatId, agent.Id, agent.Name, HasJoined = guest.JoinedAt != null }).ToListAsync(ct);
        return rows.ToLookup(row => row.ChatId, row => new ChatGuestItem(new AgentName(row.Id, row.Name), row.HasJoined));
    }
}
