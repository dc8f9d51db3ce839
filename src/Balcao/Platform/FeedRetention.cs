using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform;

/// <summary>
/// Deletes old feed entries: a screen that was disconnected for longer reads its lists again. Entries that a follower has not
/// processed yet are kept.
/// </summary>
internal sealed class FeedRetention(UnitsOfWork units, TimeProvider time) : IPeriodicTask
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    /// <summary>The entries deleted in one transaction; few, so that other writers wait only briefly.</summary>
    private const int Slice = 2_000;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var tenant in await TenantsAsync(ct))
            while (await ForgetSliceAsync(tenant, ct) == Slice) { /* the next ones */ }
    }

    private Task<List<TenantId>> TenantsAsync(CancellationToken ct) => units.ReadAsync(TenantScope.Everyone, open => open.Db.Set<Counter>()
        .IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(c => c.Name == Feed.Counter).Select(c => c.TenantId).ToListAsync(ct), ct);

    /// <returns>How many entries were deleted.</returns>
    private Task<int> ForgetSliceAsync(TenantId tenant, CancellationToken ct) => units.WriteAsync(TenantScope.Of(tenant), async open =>
    {
        var passed = await open.Db.FeedFollowers.MinAsync(f => (long?)f.Sequence, ct) ?? 0;
        var oldest = await open.Db.Feed.AsNoTracking().Where(e => e.Sequence <= passed)
            .OrderBy(e => e.Sequence).Select(e => new { e.Sequence, e.At }).Take(Slice).ToListAsync(ct);
        var old = oldest.TakeWhile(e => e.At < time.GetUtcNow() - Kept).ToList();
        if (old.Count == 0) return 0;
        var last = old[^1].Sequence;
        return await open.Db.Feed.Where(e => e.Sequence <= last).ExecuteDeleteAsync(ct);
    }, ct);
}
