using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform;

/// <summary>
/// Forgets old feed entries, on one node at a time: a screen that was away longer reads its lists again. Never what a
/// worker that follows the feed has not passed yet.
/// </summary>
internal sealed partial class FeedRetention(IServiceScopeFactory scopes, StorageEngine engine, TimeProvider time, ILogger<FeedRetention> log) : BackgroundService
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>Entries a transaction deletes: the writer's gate is not held for long.</summary>
    private const int Slice = 2_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                try
                {
                    await using var lease = await engine.TryLeaseAsync("feed-retention", stoppingToken);
                    if (lease is null) continue;
                    using var mine = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lease.Lost);
                    await ForgetAsync(mine.Token);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(log, e);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) { /* the server stops */ }
    }

    /// <returns>How many entries were deleted.</returns>
    internal async Task<int> ForgetAsync(CancellationToken ct)
    {
        var deleted = 0;
        foreach (var tenant in await TenantsAsync(ct))
        {
            int slice;
            do deleted += slice = await ForgetSliceAsync(tenant, ct);
            while (slice == Slice);
        }
        return deleted;
    }

    private async Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        await work.BeginReadAsync(TenantScope.Everyone, ct);
        return await db.Set<Counter>().IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(c => c.Name == Feed.Counter).Select(c => c.TenantId).ToListAsync(ct);
    }

    private async Task<int> ForgetSliceAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        await work.BeginWriteAsync(TenantScope.Of(tenant), ct);
        var passed = await db.FeedFollowers.MinAsync(f => (long?)f.Sequence, ct) ?? 0;
        var oldest = await db.Feed.AsNoTracking().Where(e => e.Sequence <= passed)
            .OrderBy(e => e.Sequence).Select(e => new { e.Sequence, e.At }).Take(Slice).ToListAsync(ct);
        var old = oldest.TakeWhile(e => e.At < time.GetUtcNow() - Kept).ToList();
        if (old.Count == 0) return 0;
        var last = old[^1].Sequence;
        var deleted = await db.Feed.Where(e => e.Sequence <= last).ExecuteDeleteAsync(ct);
        await work.CommitAsync(ct);
        return deleted;
    }

    [LoggerMessage(1201, LogLevel.Warning, "The feed's old entries could not be deleted; tried again later")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
