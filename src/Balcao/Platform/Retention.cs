using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform;

/// <summary>
/// Drops journal entries past their days, in slices so that no lane waits long, on one node at a time. What was set
/// aside or came to nobody's number stays until somebody dealt with it; held updates are a table of their own.
/// </summary>
internal sealed partial class Retention(
    IServiceScopeFactory scopes, StorageEngine engine, Settings settings, ProtectionKeys keys, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    /// <summary>WhatsApp repeats for 7 days; less than this and a repetition could outlive its original's trace.</summary>
    private const int FewestDays = 10;

    private const int Slice = 1_000;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                try
                {
                    keys.EnsureFresh();
                    await using var lease = await engine.TryLeaseAsync("retention", stoppingToken);
                    if (lease is not null) while (await DropSliceAsync(stoppingToken) == Slice) { }
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested) { LogFailed(log, e.GetType().Name); }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) { /* the server stops */ }
    }

    /// <returns>How many went.</returns>
    internal async Task<int> DropSliceAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow().AddDays(-Math.Max(FewestDays, settings.JournalDays));
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginWriteAsync(TenantScope.Everyone, ct);
        var ids = await db.Journal
            .Where(e => e.ReceivedAt < before && e.Outcome != JournalOutcome.SetAside && e.Outcome != JournalOutcome.UnknownNumber)
            .OrderBy(e => e.ReceivedAt).Take(Slice).Select(e => e.Id).ToListAsync(ct);
        var parked = await db.ParkedStatuses.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(p => p.ReceivedAt < before).ExecuteDeleteAsync(ct);
        if (ids.Count > 0) await db.Journal.Where(e => ids.Contains(e.Id)).ExecuteDeleteAsync(ct);
        await work.CommitAsync(ct);
        if (ids.Count + parked > 0) LogDropped(log, ids.Count, parked);
        return ids.Count;
    }

    [LoggerMessage(1201, LogLevel.Information, "Dropped {Entries} journal entries and {Statuses} orphaned statuses")]
    private static partial void LogDropped(ILogger log, int entries, int statuses);

    [LoggerMessage(1202, LogLevel.Warning, "Retention will try again: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
