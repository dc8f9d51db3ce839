using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.WhatsApp.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// The queues in which updates wait for their batch. All updates of one customer pass through one lane, in order. A lane takes
/// what waits and does not wait for more; with little to do, one lane takes what waits in all lanes. A failure never stops a
/// lane: a batch that throws is halved until the failing update is alone, and that one is set aside.
/// </summary>
internal sealed partial class InboundLanes : BackgroundService
{
    private const int LargestBatch = 400;

    /// <summary>
    /// From this many waiting updates on, a lane runs its own batch beside another lane's. A small batch costs about the same
    /// whatever its size, so that two small batches at the same time only compete for the processor.
    /// </summary>
    private const int WorthTheirOwnBatch = 64;

    /// <summary>How often a batch is tried if the database's error is one that a retry may solve.</summary>
    private const int Tries = 6;

    private static readonly Counter<long> Processed = Telemetry.Meter.CreateCounter<long>("balcao.inbound.processed", "{update}", "Updates stored with all they cause.");
    private static readonly Counter<long> SetAside = Telemetry.Meter.CreateCounter<long>("balcao.inbound.set_aside", "{update}", "Updates that failed by themselves and wait in the journal.");
    private static readonly Counter<long> Retries = Telemetry.Meter.CreateCounter<long>("balcao.inbound.retries", "{batch}", "Batches decided again, because another writer was first or the database failed for a moment.");
    private static readonly Histogram<int> BatchSize = Telemetry.Meter.CreateHistogram<int>("balcao.inbound.batch_size", "{update}");
    private static readonly Histogram<double> Latency = Telemetry.Meter.CreateHistogram<double>("balcao.inbound.latency", "ms", "From a lane's entry to the commit.");

    private readonly Lane[] _lanes;
    private readonly SemaphoreSlim _shared = new(1, 1);
    private readonly IServiceScopeFactory _scopes;
    private readonly StorageEngine _engine;
    private readonly TimeProvider _time;
    private readonly ILogger<InboundLanes> _log;

    public InboundLanes(IServiceScopeFactory scopes, StorageEngine engine, Settings settings, TimeProvider time, ILogger<InboundLanes> log)
    {
        (_scopes, _engine, _time, _log) = (scopes, engine, time, log);
        _lanes = [.. Enumerable.Range(0, engine.InboundLanes).Select(_ => new Lane(settings.WhatsApp.LaneCapacity))];
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            var (reader, number) = (_lanes[lane].Waiting.Reader, lane);
            Telemetry.Meter.CreateObservableGauge("balcao.inbound.queue", () => new Measurement<int>(reader.Count, new KeyValuePair<string, object?>("lane", number)), "{update}");
        }
    }

    /// <summary>Returns false if the lane is full.</summary>
    public bool TryEnter(InboundItem item) => LaneOf(item.Update).Waiting.Writer.TryWrite(item);

    /// <summary>Waits until there is room. For updates that we process again ourselves, which WhatsApp does not repeat.</summary>
    public ValueTask EnterAsync(InboundItem item, CancellationToken ct) => LaneOf(item.Update).Waiting.Writer.WriteAsync(item, ct);

    private Lane LaneOf(WebhookUpdate update) =>
        _lanes[(uint)string.GetHashCode(update.IdentityKey, StringComparison.Ordinal) % (uint)_lanes.Length];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_lanes.Select(lane => Task.Run(() => RunAsync(lane, stoppingToken), stoppingToken)));

    private async Task RunAsync(Lane own, CancellationToken ct)
    {
        var batch = new List<InboundItem>(LargestBatch);
        await using var connection = new LaneConnection(_scopes, _engine);
        try
        {
            while (await own.Waiting.Reader.WaitToReadAsync(ct))
            {
                using var turn = await TurnAsync(own, ct);
                batch.Clear();
                foreach (var lane in turn.Lanes)
                    while (batch.Count < LargestBatch && lane.Waiting.Reader.TryRead(out var item)) batch.Add(item);
                if (batch.Count == 0) continue; // another lane has taken them
                BatchSize.Record(batch.Count);
                await ApplyAsync(connection, [.. batch], ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The updates in the lanes were not answered, so WhatsApp repeats them.
            foreach (var item in batch) item.Done.TrySetResult(false);
            while (own.Waiting.Reader.TryRead(out var item)) item.Done.TrySetResult(false);
        }
    }

    /// <summary>Waits until no other batch holds updates of this lane; with few updates, also until no other small batch runs.</summary>
    private async Task<Turn> TurnAsync(Lane own, CancellationToken ct)
    {
        if (own.Waiting.Reader.Count >= WorthTheirOwnBatch)
        {
            await own.IsFree.WaitAsync(ct);
            return new Turn([own], null);
        }
        await _shared.WaitAsync(ct);
        // This lane is always among the free ones: only the holder of _shared takes other lanes' updates.
        return new Turn([.. _lanes.Where(lane => lane.IsFree.Wait(0, CancellationToken.None))], _shared);
    }

    private async Task ApplyAsync(LaneConnection connection, IReadOnlyList<InboundItem> items, CancellationToken ct)
    {
        switch (await TryAsync(connection, items, ct))
        {
            case null:
                Processed.Add(items.Count);
                foreach (var item in items)
                {
                    Latency.Record(Stopwatch.GetElapsedTime(item.EnteredAt).TotalMilliseconds);
                    item.Done.TrySetResult(true);
                }
                break;
            case { } failure when _engine.IsTransient(failure):
                LogNotStored(_log, items.Count, failure.GetType().Name);
                foreach (var item in items) item.Done.TrySetResult(false);
                break;
            case { } failure when items.Count == 1:
                await SetAsideAsync(items[0], failure, ct);
                break;
            default:
                await ApplyAsync(connection, [.. items.Take(items.Count / 2)], ct);
                await ApplyAsync(connection, [.. items.Skip(items.Count / 2)], ct);
                break;
        }
    }

    /// <returns>Null if committed, otherwise the last failure.</returns>
    private async Task<Exception?> TryAsync(LaneConnection connection, IReadOnlyList<InboundItem> items, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await (await connection.NewBatchAsync(ct)).ApplyAsync(items, ct);
                return null;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                await connection.ClearAsync();
                // Another writer was first (another node made the contact, an agent took the chat): reload and decide again.
                var mayPass = e is DbUpdateConcurrencyException || _engine.IsUniqueViolation(e) || _engine.IsForeignKeyViolation(e) || _engine.IsTransient(e);
                if (!mayPass || attempt == Tries) return e;
                Retries.Add(1);
                await Task.Delay(TimeSpan.FromMilliseconds(5 << attempt), ct);
            }
        }
    }

    /// <summary>
    /// The update fails even by itself: keeps it in the journal with the reason, visible and retryable; the others go on.
    /// </summary>
    private async Task SetAsideAsync(InboundItem item, Exception failure, CancellationToken ct)
    {
        // The text of a database error may quote values, so only the type and the place are logged.
        LogSetAside(_log, item.Update.Kind, TypeOf(failure.GetBaseException()), failure.StackTrace);
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
            await work.BeginWriteAsync(TenantScope.Everyone, ct);
            var tenant = await db.Set<Numbers.Number>().IgnoreQueryFilters([BalcaoDb.TenantFilter])
                .Where(n => n.PhoneNumberId == item.Update.PhoneNumberId).Select(n => (TenantId?)n.TenantId).SingleOrDefaultAsync(ct);
            var isStored = await item.SetAsideAsync(db, Reason(failure), tenant, _time.GetUtcNow(), ct);
            await work.CommitAsync(ct);
            if (isStored) SetAside.Add(1);
            item.Done.TrySetResult(isStored);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotStored(_log, 1, e.GetType().Name);
            item.Done.TrySetResult(false);
        }
    }

    public override void Dispose()
    {
        _shared.Dispose();
        foreach (var lane in _lanes) lane.IsFree.Dispose();
        base.Dispose();
    }

    private sealed record Lane(Channel<InboundItem> Waiting, SemaphoreSlim IsFree)
    {
        public Lane(int capacity) : this(
            Channel.CreateBounded<InboundItem>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait }), new(1, 1))
        {
        }
    }

    /// <summary>While a turn lasts, no other batch holds updates of its lanes.</summary>
    private sealed record Turn(IReadOnlyList<Lane> Lanes, SemaphoreSlim? Shared) : IDisposable
    {
        public void Dispose()
        {
            foreach (var lane in Lanes) lane.IsFree.Release();
            Shared?.Release();
        }
    }

    private static string Reason(Exception failure)
    {
        var root = failure.GetBaseException();
        var text = root is DbException ? TypeOf(root) : $"{root.GetType().Name}: {root.Message}";
        return Clip.To(text, 2000);
    }

    /// <summary>The type's name and the database's error code, which identifies the error without quoting values.</summary>
    private static string TypeOf(Exception root) => root.GetType().Name + (root is DbException { SqlState: { } state } ? $" {state}" : "");

    [LoggerMessage(2101, LogLevel.Error, "Set aside a {Kind} update: {Exception} {Place}")]
    private static partial void LogSetAside(ILogger log, WebhookUpdateKind kind, string exception, string? place);

    [LoggerMessage(2102, LogLevel.Warning, "{Count} updates not stored, WhatsApp will repeat them: {Reason}")]
    private static partial void LogNotStored(ILogger log, int count, string reason);
}
