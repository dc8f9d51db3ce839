using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>Whoever takes a chat attends to its ticket: its status says so, and a ticket that nobody owns is theirs.</summary>
public static class TicketOfTakenChat
{
    /// <summary>In the transaction that takes the chat.</summary>
    public static async Task AttendAsync(BalcaoDb db, Feed feed, Chat chat, AgentId agent, DateTimeOffset now, CancellationToken ct)
    {
        var ticket = await db.Tickets.SingleAsync(t => t.Id == chat.TicketId, ct);
        if (await AttendAsync(db, ticket, agent, now, ct) is not { } action) return;
        db.Add(action);
        feed.TicketChanged(ticket.TenantId, ticket.Id, ticket.ContactId);
    }

    /// <summary>The same for chats that were given to agents, in the transaction that gives them.</summary>
    internal static async Task AttendAsync(BalcaoDb db, Feed feed, IReadOnlyCollection<GivenChat> given, DateTimeOffset now, CancellationToken ct)
    {
        ChatId[] chats = [.. given.Select(g => g.Id)];
        var agents = given.ToDictionary(g => g.Id, g => g.Agent);
        var found = await (
            from chat in db.Chats.Where(c => chats.Contains(c.Id))
            join ticket in db.Tickets on new { chat.TenantId, Id = chat.TicketId } equals new { ticket.TenantId, ticket.Id }
            select new { chat.Id, Ticket = ticket }).ToListAsync(ct);
        AgentId[] ids = [.. agents.Values.Distinct()];
        var names = await db.Agents.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        foreach (var (id, ticket) in found.Select(row => (row.Id, row.Ticket)))
        {
            if (Attend(ticket, agents[id], names[agents[id]], now) is not { } action) continue;
            db.Add(action);
            feed.TicketChanged(ticket.TenantId, ticket.Id, ticket.ContactId);
        }
    }

    /// <returns>What it changed; null: nothing.</returns>
    public static async Task<TicketAction?> AttendAsync(BalcaoDb db, Ticket ticket, AgentId agent, DateTimeOffset now, CancellationToken ct) =>
        Attend(ticket, agent, await db.Agents.Where(a => a.Id == agent).Select(a => a.Name).SingleAsync(ct), now);

    private static TicketAction? Attend(Ticket ticket, AgentId agent, string name, DateTimeOffset now)
    {
        var (status, owner) = (ticket.Status, ticket.OwnerId);
        if (!ticket.Attend(agent, now)) return null;
        List<TicketChange> changes = [];
        if (status != ticket.Status) changes.Add(new TicketChange("status", TicketChanges.NameOf(status), TicketChanges.NameOf(ticket.Status)));
        if (owner != ticket.OwnerId) changes.Add(new TicketChange("owner", null, name));
        return ticket.Note(status == ticket.Status ? TicketActionKind.Assigned : TicketActionKind.StatusChanged, now, agent, null, [.. changes]);
    }
}
