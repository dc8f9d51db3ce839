using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// Closes tickets that have been resolved for some days (rule H5): the customer's next message then opens a new one. A ticket whose
/// conversation has an open chat is left alone until the chat is closed.
/// </summary>
internal sealed class CloseResolvedTickets(UnitsOfWork units, Settings settings, TimeProvider time) : IPeriodicTask
{
    /// <summary>The tickets closed in one transaction; few, so that other writers wait only briefly.</summary>
    private const int Slice = 200;

    public async Task RunAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow().AddDays(-settings.ResolvedTicketDays);
        foreach (var tenant in await TenantsAsync(before, ct))
            while (await CloseSliceAsync(tenant, before, ct) == Slice) { /* the next ones */ }
    }

    private Task<List<TenantId>> TenantsAsync(DateTimeOffset before, CancellationToken ct) => units.ReadAsync(TenantScope.Everyone, open =>
        Due(open.Db.Tickets.IgnoreQueryFilters([BalcaoDb.TenantFilter]), before).Select(t => t.TenantId).Distinct().ToListAsync(ct), ct);

    /// <returns>How many tickets were closed.</returns>
    private Task<int> CloseSliceAsync(TenantId tenant, DateTimeOffset before, CancellationToken ct) => units.WriteAsync(TenantScope.Of(tenant), async open =>
    {
        var chats = open.Db.Chats.Open;
        // The version refuses the write if a message reopens a ticket at this moment; the slice is then read again.
        var due = await Due(open.Db.Tickets, before).Where(t => !chats.Any(c => c.TenantId == t.TenantId && c.ConversationId == t.ConversationId))
            .OrderBy(t => t.ResolvedAt).Take(Slice).ToListAsync(ct);
        foreach (var ticket in due)
        {
            if (!ticket.Close()) continue;
            open.Db.Add(ticket.ActionOf(TicketActionKind.Closed, time.GetUtcNow()));
            open.Feed.TicketChanged(ticket.TenantId, ticket.Id, ticket.ContactId);
        }
        return due.Count;
    }, ct);

    private static IQueryable<Ticket> Due(IQueryable<Ticket> all, DateTimeOffset before) =>
        all.Where(t => t.Status == TicketStatus.Resolved && t.ResolvedAt < before);
}
