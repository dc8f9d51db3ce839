using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>Tickets as screens show them.</summary>
internal static class TicketViews
{
    /// <summary>Null if the agent may not see it.</summary>
    public static async Task<TicketView?> LoadAsync(BalcaoDb db, CurrentAgent agent, ITicketChats chats, TicketId id, CancellationToken ct)
    {
        var found = await db.Tickets.VisibleTo(agent, db).Where(t => t.Id == id).ToRows(db).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var its = found.Ticket;
        var tags = await db.TicketTags.Where(t => t.TicketId == id).OrderBy(t => t.Tag).Select(t => t.Tag).ToListAsync(ct);
        var fields = await db.TicketFieldValues.Where(v => v.TicketId == id).OrderBy(v => v.FieldId).Select(v => new TicketFieldValueItem(v.FieldId, v.Value)).ToListAsync(ct);
        var mergedInto = await db.Tickets.Where(t => t.Id == its.MergedIntoId).Select(t => new TicketName(t.Id, t.Protocol, t.Status)).SingleOrDefaultAsync(ct);
        return new TicketView(its.Id, its.Protocol, its.Status, its.Subject, found.Contact.ToItem(), its.ConversationId, its.OpenedAt, its.ResolvedAt)
        {
            Version = its.Version,
            Group = found.Group,
            Owner = found.Owner,
            Urgency = its.Urgency,
            WaitingReason = its.WaitingReason,
            Tags = tags,
            Category = its.CategoryId is { } category ? new TicketCategoryName(category, (await db.CategoryTreeAsync(ct)).PathOf(category)) : null,
            Fields = fields,
            Due = (await TicketTargets.LoadAsync(db, [found.ChannelId], ct)).NextOf(its, found.ChannelId),
            MergedInto = mergedInto,
            Links = await TicketLinks.LoadAsync(db, agent, id, ct),
            ChangedAt = its.LastActionAt ?? its.OpenedAt,
            WindowEndsAt = found.LastInboundAt + Conversation.CustomerServiceWindow,
            OpenChat = await chats.OpenOfAsync(its.ConversationId, agent, ct),
        };
    }

    /// <summary>In the order asked for. The caller checks who may see them.</summary>
    public static async Task<IReadOnlyList<TicketItem>> LoadAsync(BalcaoDb db, IReadOnlyCollection<TicketId> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return [];
        var rows = await db.Tickets.Where(t => ids.Contains(t.Id)).ToRows(db).ToDictionaryAsync(row => row.Ticket.Id, ct);
        var tags = (await db.TicketTags.AsNoTracking().Where(t => ids.Contains(t.TicketId)).OrderBy(t => t.Tag).ToListAsync(ct)).ToLookup(t => t.TicketId, t => t.Tag);
        var targets = await TicketTargets.LoadAsync(db, [.. rows.Values.Select(row => row.ChannelId).Distinct()], ct);
        return
        [
            .. from id in ids
               where rows.ContainsKey(id)
               let row = rows[id]
               select new TicketItem(
                   id, row.Ticket.Protocol, row.Ticket.Status, row.Ticket.Subject, row.Contact.ToItem(), row.Group, row.Owner, row.Ticket.Urgency, [.. tags[id]], row.Ticket.OpenedAt, row.Ticket.LastActionAt ?? row.Ticket.OpenedAt)
               {
                   Due = targets.NextOf(row.Ticket, row.ChannelId),
               },
        ];
    }
}
