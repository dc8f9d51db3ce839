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

    /// <summary>The same for a chat that is given to an agent. The caller writes the ticket.</summary>
    internal static void Attend(IRowSink rows, Feed feed, Ticket ticket, AgentId agent, string name, DateTimeOffset now)
    {
        if (Attend(ticket, agent, name, now) is not { } action) return;
        rows.Add(action);
        feed.TicketChanged(ticket.TenantId, ticket.Id, ticket.ContactId);
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
        return ticket.ActionOf(status == ticket.Status ? TicketActionKind.Assigned : TicketActionKind.StatusChanged, now, agent, null, [.. changes]);
    }
}
