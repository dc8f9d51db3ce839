using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>Two tickets that have to do with each other. One row for both directions: the first has the lower id.</summary>
public sealed class TicketLink : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required TicketId FirstId { get; init; }

    public required TicketId SecondId { get; init; }

    public static TicketLink Between(Ticket one, Ticket other) => one.Id < other.Id
        ? new() { TenantId = one.TenantId, FirstId = one.Id, SecondId = other.Id }
        : new() { TenantId = one.TenantId, FirstId = other.Id, SecondId = one.Id };
}

internal static class TicketLinks
{
    extension(IQueryable<TicketLink> all)
    {
        public IQueryable<TicketLink> Of(TicketId ticket) => all.Where(l => l.FirstId == ticket || l.SecondId == ticket);

        /// <summary>The tickets at the other ends.</summary>
        public IQueryable<TicketId> OthersOf(TicketId ticket) => all.Of(ticket).Select(l => l.FirstId == ticket ? l.SecondId : l.FirstId);
    }

    /// <summary>The links of a ticket as the agent may see them: of a ticket of another group's contact only its number.</summary>
    public static async Task<IReadOnlyList<TicketLinkItem>> LoadAsync(BalcaoDb db, CurrentAgent agent, TicketId id, CancellationToken ct)
    {
        var others = db.TicketLinks.OthersOf(id);
        var numbers = await db.Tickets.Where(t => others.Contains(t.Id)).OrderBy(t => t.Protocol).Select(t => t.Protocol).ToListAsync(ct);
        if (numbers.Count == 0) return [];
        var seen = await db.Tickets.AsNoTracking().VisibleTo(agent, db).Where(t => others.Contains(t.Id))
            .Select(t => new TicketLinkItem(t.Protocol, t.Id, t.Status, t.Subject)).ToDictionaryAsync(t => t.Protocol, ct);
        return [.. numbers.Select(number => seen.GetValueOrDefault(number) ?? new TicketLinkItem(number, null, null, null))];
    }

    /// <summary>Gives a ticket's links to another one, except a link between the two.</summary>
    public static async Task MoveAsync(BalcaoDb db, Ticket from, Ticket to, CancellationToken ct)
    {
        var its = await db.TicketLinks.Of(from.Id).ToListAsync(ct);
        var there = (await db.TicketLinks.OthersOf(to.Id).ToListAsync(ct)).Append(to.Id).ToHashSet();
        db.RemoveRange(its);
        foreach (var other in its.Select(l => l.FirstId == from.Id ? l.SecondId : l.FirstId).Where(there.Add))
            db.Add(other < to.Id
                ? new TicketLink { TenantId = to.TenantId, FirstId = other, SecondId = to.Id }
                : new TicketLink { TenantId = to.TenantId, FirstId = to.Id, SecondId = other });
    }
}
