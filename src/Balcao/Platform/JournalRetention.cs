using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform;

/// <summary>
/// Deletes old journal entries, in slices so that lanes wait only briefly. Entries that were set aside or came for an unknown
/// number stay until somebody has dealt with them; held updates are in a table of their own.
/// </summary>
internal sealed partial class JournalRetention(UnitsOfWork units, Settings settings, TimeProvider time, ILogger<JournalRetention> log) : IPeriodicTask
{
    /// <summary>WhatsApp repeats for 7 days; with fewer days an update could be repeated after its entry was deleted.</summary>
    private const int FewestDays = 10;

    private const int Slice = 1_000;

    public async Task RunAsync(CancellationToken ct)
    {
        while (await DropSliceAsync(ct) == Slice) { /* the next ones */ }
    }

    /// <returns>The number of journal entries deleted.</returns>
    private async Task<int> DropSliceAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow().AddDays(-Math.Max(FewestDays, settings.JournalDays));
        var (entries, statuses) = await units.WriteAsync(TenantScope.Everyone, async open =>
        {
            var ids = await open.Db.Journal
                .Where(e => e.ReceivedAt < before && e.Outcome != JournalOutcome.SetAside && e.Outcome != JournalOutcome.UnknownNumber)
                .OrderBy(e => e.ReceivedAt).Take(Slice).Select(e => e.Id).ToListAsync(ct);
            var parked = await open.Db.ParkedStatuses.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(p => p.ReceivedAt < before).ExecuteDeleteAsync(ct);
            if (ids.Count > 0) await open.Db.Journal.Where(e => ids.Contains(e.Id)).ExecuteDeleteAsync(ct);
            return (ids.Count, parked);
        }, ct);
        if (entries + statuses > 0) LogDropped(log, entries, statuses);
        return entries;
    }

    [LoggerMessage(1203, LogLevel.Information, "Dropped {Entries} journal entries and {Statuses} orphaned statuses")]
    private static partial void LogDropped(ILogger log, int entries, int statuses);
}
