using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>What a change of a ticket needs besides the ticket.</summary>
public sealed record TicketWork(BalcaoDb Db, Feed Feed, ITicketChats Chats, CurrentAgent Agent, DateTimeOffset Now);

/// <summary>What every change of a ticket by hand has in common.</summary>
public static class TicketToChange
{
    /// <param name="db">The open unit of work.</param>
    /// <param name="agent">Who changes it.</param>
    /// <param name="id">The ticket.</param>
    /// <param name="version">The state that the agent saw; null if it makes no difference.</param>
    public static async Task<(Ticket? Ticket, Refusal? Refusal)> FindAsync(BalcaoDb db, CurrentAgent agent, TicketId id, int? version, CancellationToken ct) =>
        await db.Tickets.VisibleTo(agent, db).SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket ? (null, InputRefusals.NotFound)
        : version is { } seen && seen != ticket.Version ? (ticket, InputRefusals.ChangedMeanwhile)
        : ticket.MergedIntoId is not null ? (ticket, TicketRefusals.Merged)
        : (ticket, null);

    /// <summary>
    /// Saves the changes with their action and announces them. If somebody else changes the ticket at the same moment, the second
    /// to save gets <see cref="InputRefusals.ChangedMeanwhile"/>, from the version column.
    /// </summary>
    public static Task SaveAsync(TicketWork work, Ticket ticket, TicketActionKind kind, IReadOnlyList<TicketChange> changes, CancellationToken ct) =>
        SaveAsync(work.Db, work.Feed, ticket, ticket.ActionOf(kind, work.Now, work.Agent.Id, null, changes), ct);

    /// <summary>The same with an action that the caller has created.</summary>
    public static async Task SaveAsync(BalcaoDb db, Feed feed, Ticket ticket, TicketAction action, CancellationToken ct)
    {
        db.Add(action);
        feed.TicketChanged(ticket.TenantId, ticket.Id, ticket.ContactId);
        await db.SaveChangesAsync(ct);
    }
}
