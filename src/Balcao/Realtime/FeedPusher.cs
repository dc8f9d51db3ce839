using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Realtime;

/// <summary>
/// Reads each tenant's feed once per node, however many screens are open, and pushes it to the screens, filtered for each reader
/// by <see cref="FeedRange"/>. The doorbell starts a reading; because a ring may be lost, the feeds of connected tenants are also
/// polled.
/// </summary>
internal sealed partial class FeedPusher(
    IServiceScopeFactory scopes, StorageEngine engine, Connections connections, TimeProvider time, ILogger<FeedPusher> log) : BackgroundService
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);

    /// <summary>Changes within this time are pushed together, so that a thousand messages a second are not a thousand pushes.</summary>
    private static readonly TimeSpan Coalescing = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(80);

    /// <summary>
    /// With much to do it pauses twice as long as it works: more changes are then pushed together, which is less work for
    /// all.
    /// </summary>
    private const int RestsTimes = 2;

    private const int TenantsAtOnce = 4;

    private static readonly Histogram<double> Lag = Telemetry.Meter.CreateHistogram<double>(
        "balcao.feed.lag", "s", "From a change to its being handed to the screens' queues.");

    private readonly ConcurrentDictionary<TenantId, bool> _rung = new();
    private readonly ConcurrentDictionary<TenantId, long> _told = new();
    private readonly SemaphoreSlim _signal = new(0, 1);

    /// <summary>The doorbell rang for the tenant, or a screen has connected: the feed is read soon.</summary>
    public void Heard(TenantId tenant)
    {
        _rung[tenant] = true;
        try { _signal.Release(); }
        catch (SemaphoreFullException) { /* already awake */ }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = engine.ListenAsync(Heard, stoppingToken);
        var rest = Coalescing;
        try
        {
            while (true)
            {
                // Real time, not the TimeProvider's: this limits the load of the machine.
                var isRung = await _signal.WaitAsync(PollEvery, stoppingToken);
                if (isRung) await Task.Delay(rest, stoppingToken);
                var began = Stopwatch.GetTimestamp();
                var rung = _rung.Keys.ToHashSet();
                foreach (var tenant in rung) _rung.TryRemove(tenant, out _);
                var tenants = isRung ? connections.Tenants.Where(rung.Contains) : connections.Tenants;
                await Parallel.ForEachAsync(
                    tenants, new ParallelOptions { MaxDegreeOfParallelism = TenantsAtOnce, CancellationToken = stoppingToken },
                    async (tenant, ct) => await TellAsync(tenant, rung.Contains(tenant), ct));
                foreach (var tenant in _told.Keys.Except(connections.Tenants)) _told.TryRemove(tenant, out _);
                rest = Longer(Coalescing, Shorter(Stopwatch.GetElapsedTime(began) * RestsTimes, LongestRest));
            }
        }
        catch (OperationCanceledException) { /* the server stops */ }
        await listening;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task TellAsync(TenantId tenant, bool isRung, CancellationToken ct)
    {
        try
        {
            var screens = connections.Of(tenant);
            if (screens.Count == 0) return;
            await using var scope = scopes.CreateAsyncScope();
            var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
            // The same look-ups run many times a second, and PostgreSQL takes longer to plan them than to execute them.
            await engine.KeepConnectionAsync(db, ct);
            await work.BeginReadAsync(TenantScope.Of(tenant), ct);

            var after = _told.TryGetValue(tenant, out var told) ? told : await db.NewestFeedNumberAsync(tenant, ct);
            var slice = await FeedRange.ReadAsync(db, engine, tenant, after, conversation => screens.Any(s => s.Watches(conversation)), log, ct);
            Connection[] unknown = [.. screens.Where(s => s.Viewer is null || MayHaveChanged(s, slice))];
            var admission = await Admission.LoadAsync(db, unknown, time.GetUtcNow(), ct);
            // A ring may mean that presence has changed, which is not in the feed, and other changes may have come with it.
            var presences = unknown.Length > 0 || isRung
                ? await AgentPresence.LoadAsync(db, [.. screens.Select(s => s.Agent.Id).Distinct()], time.GetUtcNow(), ct)
                : null;

            foreach (var screen in screens)
            {
                Tell(screen, slice, admission);
                if (presences is not null && presences.TryGetValue(screen.Agent.Id, out var presence)) TellPresence(screen, presence);
            }
            _told[tenant] = slice.To;
            if (slice.Since is { } since) Lag.Record((time.GetUtcNow() - since).TotalSeconds);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogFailed(log, tenant.Value, e); // nothing is lost: the next reading starts at the same number
        }
    }

    private static void Tell(Connection screen, FeedRange slice, Admission admission)
    {
        if (screen.Viewer is null)
        {
            if (!Admit(screen, admission)) return;
            screen.Tell(FeedRange.Nothing(slice.To));
            return;
        }
        if (MayHaveChanged(screen, slice))
        {
            if (!Admit(screen, admission)) return;
            screen.TellAccessChanged();
        }
        if (slice.From < slice.To || slice.IsReset) screen.Tell(slice.For(screen.Viewer, screen.Culture, screen.Watches));
    }

    /// <summary>Whether the person's access may have changed; after a skipped range it may have.</summary>
    private static bool MayHaveChanged(Connection screen, FeedRange slice) => slice.IsReset || slice.AccessChanged.Contains(screen.Agent.Id);

    /// <summary>Updates the person's access; disconnects a person who is no longer allowed.</summary>
    private static bool Admit(Connection screen, Admission admission)
    {
        var isAdmitted = admission.Allows(screen);
        if (isAdmitted) screen.Viewer = admission.Viewers[screen.Agent.Id];
        else screen.Cut();
        return isAdmitted;
    }

    private static void TellPresence(Connection screen, Presence presence)
    {
        if (screen.ToldPresence == presence) return;
        screen.ToldPresence = presence;
        screen.Tell(presence);
    }

    public override void Dispose()
    {
        _signal.Dispose();
        base.Dispose();
    }

    [LoggerMessage(3001, LogLevel.Warning, "The feed of tenant {Tenant} could not be read; tried again")]
    private static partial void LogFailed(ILogger log, Guid tenant, Exception exception);

    [LoggerMessage(3002, LogLevel.Error, "The changes after {After} up to {To} of tenant {Tenant} cannot be read ({Failure}): screens read their lists again instead")]
    internal static partial void LogUnreadable(ILogger log, long after, long to, Guid tenant, string failure);
}
