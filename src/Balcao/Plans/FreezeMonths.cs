using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>
/// Writes the statement of each month that is over. It waits some minutes after the month's end, longer than any transaction lasts that
/// has booked in the month; what is booked later belongs to the new month.
/// </summary>
internal sealed class FreezeMonths(UnitsOfWork units, TimeProvider time) : IPeriodicTask
{
    private static readonly TimeSpan AfterTheEnd = TimeSpan.FromMinutes(15);

    public async Task RunAsync(CancellationToken ct)
    {
        var tenants = await units.ReadAsync(TenantScope.Everyone, open =>
            open.Db.Contracts.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Select(c => c.TenantId).Distinct().ToListAsync(ct), ct);
        foreach (var tenant in tenants) await FreezeAsync(tenant, ct);
    }

    private async Task FreezeAsync(TenantId tenant, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var due = await units.ReadAsync(TenantScope.Of(tenant), open => DueAsync(open.Db, now, ct), ct);
        foreach (var (number, month) in due)
            await units.WriteAsync(TenantScope.Of(tenant), async open =>
            {
                if (await open.Db.Statements.AnyAsync(s => s.ChannelId == number && s.Month == month.Number, ct)) return;
                var contract = await ContractReading.FactsAsync(open.Db, number, ct);
                var (terms, figures) = await MonthReading.LoadAsync(open.Db, number, contract, month, now, ct);
                open.Db.Add(new Statement
                {
                    TenantId = tenant, ChannelId = number, Month = month.Number, Terms = terms, FrozenAt = now,
                    Figures = figures with { IsFinal = true, Cap = null, Forecast = null },
                });
            }, ct);
    }

    /// <summary>The months of the tenant's contracts that are over and have no statement, the oldest first.</summary>
    private static async Task<List<(ChannelId Number, Month Month)>> DueAsync(BalcaoDb db, DateTimeOffset now, CancellationToken ct)
    {
        var contracts = await db.Contracts.AsNoTracking().ToListAsync(ct);
        var newest = await db.Statements.GroupBy(s => s.ChannelId).Select(group => new { group.Key, Month = group.Max(s => s.Month) }).ToDictionaryAsync(s => s.Key, s => s.Month, ct);
        var due = new List<(ChannelId, Month)>();
        foreach (var contract in contracts)
        {
            var facts = contract.ToFacts([new ContractTerms { TenantId = contract.TenantId, ChannelId = contract.ChannelId, FromMonth = 0, Terms = ContractFacts.DefaultTerms }]);
            var first = newest.TryGetValue(contract.ChannelId, out var last) ? new Month(last).Next : Month.Of(contract.StartsOn);
            for (var month = first; month < facts.MonthOf(now - AfterTheEnd) && !facts.IsCancelledIn(month); month = month.Next) due.Add((contract.ChannelId, month));
        }
        return due;
    }
}
