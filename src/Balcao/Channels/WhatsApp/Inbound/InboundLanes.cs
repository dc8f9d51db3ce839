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
/// Where updates wait for their batch. One customer's updates pass one lane, in order; a lane takes whatever waits and
/// never lingers. With little to do one lane takes what waits in all. Nothing stops a lane: a batch that throws is halved until the one bad update is alone and set aside.
/// </summary>
internal sealed partial class InboundLanes : BackgroundService
{
    private const int LargestBatch = 400;

    /// <summary>
    /// So many waiting are worth a batch of their lane's own beside another's. Small batches cost much the same whatever
    /// their size: side by side they only keep each other's processor busy.
    /// </summary>
    private const int WorthTheirOwnBatch = 64;

    /// <summary>How often a batch is tried when the database says that trying again may help.</summary>
    private const int Tries = 6;

    private static readonly Counter<long> Processed = Telemetry.Meter.CreateCounter<long>("balcao.inbound.processed", "{update}", "Updates stored with all they cause.");
    private static readonly Counter<long> SetAside = Telemetry.Meter.CreateCounter<long>("balcao.inbound.set_aside", "{update}", "Updates that failed by themselves and wait in the journal.");
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

    /// <summary>False: the lane is full.</summary>
    public bool TryEnter(InboundItem item) => LaneOf(item.Update).Waiting.Writer.TryWrite(item);

    /// <summary>Waits for room instead: for work of our own, which nobody repeats.</summary>
    public ValueTask EnterAsync(InboundItem item, CancellationToken ct) => LaneOf(item.Update).Waiting.Writer.WriteAsync(item, ct);

    private Lane LaneOf(WebhookUpdate update) =>
        _lanes[(uint)string.GetHashCode(update.IdentityKey, StringComparison.Ordinal) % (uint)_lanes.Length];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_lanes.Select(lane => Task.Run(() => RunAsync(lane, stoppingToken), stoppingToken)));

    private async Task RunAsync(Lane own, CancellationToken ct)
    {
        var batch = new List<InboundItem>(LargestBatch);
        await using var desk = new LaneDesk(_scopes, _engine);
        try
        {
            while (await own.Waiting.Reader.WaitToReadAsync(ct))
            {
                using var turn = await TurnAsync(own, ct);
                batch.Clear();
                foreach (var lane in turn.Lanes)
                    while (batch.Count < LargestBatch && lane.Waiting.Reader.TryRead(out var item)) batch.Add(item);
                if (batch.Count == 0) continue; // another lane has taken it along
                BatchSize.Record(batch.Count);
                await ApplyAsync(desk, [.. batch], ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // What is in the lanes was not answered; WhatsApp repeats it.
            foreach (var item in batch) item.Done.TrySetResult(false);
            while (own.Waiting.Reader.TryRead(out var item)) item.Done.TrySetResult(false);
        }
    }

    /// <summary>Waits until no other batch has anything of the lane; with little in it, until no other lane is at it as well.</summary>
    private async Task<Turn> TurnAsync(Lane own, CancellationToken ct)
    {
        if (own.Waiting.Reader.Count >= WorthTheirOwnBatch)
        {
            await own.IsFree.WaitAsync(ct);
            return new Turn([own], null);
        }
        await _shared.WaitAsync(ct);
        // Its own is among them: whoever else takes a lane along is waiting behind us.
        return new Turn([.. _lanes.Where(lane => lane.IsFree.Wait(0, CancellationToken.None))], _shared);
    }

    private async Task ApplyAsync(LaneDesk desk, IReadOnlyList<InboundItem> items, CancellationToken ct)
    {
        switch (await TryAsync(desk, items, ct))
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
                await ApplyAsync(desk, [.. items.Take(items.Count / 2)], ct);
                await ApplyAsync(desk, [.. items.Skip(items.Count / 2)], ct);
                break;
        }
    }

    /// <returns>Null when committed, else the last failure.</returns>
    private async Task<Exception?> TryAsync(LaneDesk desk, IReadOnlyList<InboundItem> items, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await (await desk.NewBatchAsync(ct)).ApplyAsync(items, ct);
                return null;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                await desk.ClearAsync();
                // Somebody else was first (a contact made on another node, a chat an agent took): reload and decide anew.
                var mayPass = e is DbUpdateConcurrencyException || _engine.IsUniqueViolation(e) || _engine.IsForeignKeyViolation(e) || _engine.IsTransient(e);
                if (!mayPass || attempt == Tries) return e;
                await Task.Delay(TimeSpan.FromMilliseconds(5 << attempt), ct);
            }
        }
    }

    /// <summary>Bad by itself: kept in the journal with the reason, visible and retryable; the rest goes on.</summary>
    private async Task SetAsideAsync(InboundItem item, Exception failure, CancellationToken ct)
    {
        // The text of a database error may quote values: the type and the place only.
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

    /// <summary>Nothing of these lanes is in another batch until it is over.</summary>
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
        return text.Length <= 2000 ? text : text[..2000];
    }

    /// <summary>With the database's code, which says what its text would without quoting a value.</summary>
    private static string TypeOf(Exception root) => root.GetType().Name + (root is DbException { SqlState: { } state } ? $" {state}" : "");

    [LoggerMessage(2101, LogLevel.Error, "Set aside a {Kind} update: {Exception} {Place}")]
    private static partial void LogSetAside(ILogger log, WebhookUpdateKind kind, string exception, string? place);

    [LoggerMessage(2102, LogLevel.Warning, "{Count} updates not stored, WhatsApp will repeat them: {Reason}")]
    private static partial void LogNotStored(ILogger log, int count, string reason);
}
