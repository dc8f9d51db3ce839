using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Balcao.Simulator.Faults;

namespace Balcao.Simulator.Webhooks;

/// <summary>
/// Signs and delivers webhooks. Updates between one customer and one number are sent in order: the first attempt of
/// each starts after the first attempt of the one before. Retries, other conversations and the faults do not keep the
/// order, as at Meta.
/// </summary>
public sealed partial class WebhookDeliveries(
    SimulatorOptions options, WebhookCallbacks callbacks, WebhookSender sender, FaultSwitches faults, TimeProvider time, ILogger<WebhookDeliveries> log) : IDisposable
{
    const int LargestBatch = 1000;
    static readonly TimeSpan OvertakenAfter = TimeSpan.FromMilliseconds(750);
    static readonly TimeSpan BatchedFor = TimeSpan.FromMilliseconds(300);

    readonly CancellationTokenSource stopping = new();
    readonly SemaphoreSlim slots = new(options.Webhook.Concurrency);
    readonly ConcurrentDictionary<long, WebhookDelivery> records = new();
    readonly Lock gate = new();
    readonly Dictionary<string, Task> lanes = [];
    readonly Dictionary<Uri, List<Parcel>> batches = [];
    TaskCompletionSource retryNow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Parcel? overtaken;
    long last;

    /// <summary>Raised after an attempt or a new delivery.</summary>
    public event Action? Changed;

    /// <summary>The newest deliveries, oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> All => [.. records.Values.OrderBy(delivery => delivery.Id)];

    public WebhookDelivery? Find(long id) => records.GetValueOrDefault(id);

    /// <summary>
    /// Wraps one value in the envelope of its account and sends it; null when no app is subscribed.
    /// <paramref name="acknowledged"/> is called once, after the first 200.
    /// </summary>
    public Task<WebhookDelivery>? Send(string accountId, string? numberId, string field, JsonObject value, string lane, string kind, Action? acknowledged = null)
    {
        if (callbacks.UrlFor(accountId, numberId, field) is not { } url) return null;
        var entry = new JsonObject { ["id"] = accountId };
        if (field is not "messages") entry["time"] = time.GetUtcNow().ToUnixTimeSeconds();
        entry["changes"] = new JsonArray(new JsonObject { ["value"] = value, ["field"] = field });
        return Send(new Parcel(url, new JsonArray(entry), null, SignatureKind.Valid, numberId, lane, kind, acknowledged));
    }

    /// <summary>Delivers any bytes unchanged.</summary>
    public Task<WebhookDelivery> SendBytes(byte[] body, SignatureKind signature, Uri? url = null) =>
        Send(new Parcel(url ?? callbacks.App.Url, null, body, signature, null, "raw", "raw", null));

    /// <summary>Starts the next attempt of every delivery that waits for one.</summary>
    public void RetryNow()
    {
        lock (gate)
        {
            retryNow.TrySetResult();
            retryNow = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Clear()
    {
        foreach (var (id, delivery) in records)
        {
            if (delivery.State is DeliveryState.Delivered or DeliveryState.GivenUp or DeliveryState.Dropped) records.TryRemove(id, out _);
        }
        Changed?.Invoke();
    }

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
        slots.Dispose();
    }

    /// <summary>Completes after the first attempt.</summary>
    Task<WebhookDelivery> Send(Parcel parcel)
    {
        lock (gate)
        {
            var current = faults.Current;
            if (current.Batches && parcel.Entries is not null) return Batch(parcel);
            if (current.OutOfOrder) return Overtake(parcel);
        }
        return Dispatch(parcel);
    }

    Task<WebhookDelivery> Batch(Parcel parcel)
    {
        if (batches.TryGetValue(parcel.Url, out var waiting))
        {
            waiting.Add(parcel);
            // The largest number of updates that Meta puts in one POST. A full POST is sent at once.
            if (waiting.Count >= LargestBatch)
            {
                batches.Remove(parcel.Url);
                _ = FlushAsync(parcel.Url, waiting);
            }
        }
        else
        {
            var started = batches[parcel.Url] = [parcel];
            _ = FlushLaterAsync(parcel.Url, started);
        }
        return parcel.FirstAttempt.Task;
    }

    async Task FlushLaterAsync(Uri url, List<Parcel> together)
    {
        await PauseAsync(BatchedFor);
        lock (gate)
        {
            if (!batches.TryGetValue(url, out var current) || !ReferenceEquals(current, together)) return;
            batches.Remove(url);
        }
        await FlushAsync(url, together);
    }

    async Task FlushAsync(Uri url, List<Parcel> together)
    {
        var entries = new JsonArray([.. together.SelectMany(parcel => parcel.Entries!).Select(entry => entry!.DeepClone())]);
        var kind = together.Count == 1 ? together[0].Kind : string.Create(CultureInfo.InvariantCulture, $"batch of {together.Count}");
        var batch = new Parcel(url, entries, null, SignatureKind.Valid, together[0].NumberId, "batch " + url, kind,
            () => together.ForEach(parcel => parcel.Acknowledged?.Invoke()));
        var delivery = await Dispatch(batch);
        together.ForEach(parcel => parcel.FirstAttempt.TrySetResult(delivery));
    }

    Task<WebhookDelivery> Overtake(Parcel parcel)
    {
        if (overtaken is { } earlier)
        {
            overtaken = null;
            _ = DispatchAfter(earlier, Dispatch(parcel));
        }
        else
        {
            overtaken = parcel;
            _ = ReleaseAsync(parcel);
        }
        return parcel.FirstAttempt.Task;
    }

    async Task DispatchAfter(Parcel parcel, Task overtaker)
    {
        await overtaker;
        await Dispatch(parcel);
    }

    /// <summary>Sends the parcel if no later one was sent before it in time.</summary>
    async Task ReleaseAsync(Parcel parcel)
    {
        await PauseAsync(OvertakenAfter);
        lock (gate)
        {
            if (!ReferenceEquals(overtaken, parcel)) return;
            overtaken = null;
        }
        await Dispatch(parcel);
    }

    Task<WebhookDelivery> Dispatch(Parcel parcel)
    {
        var body = parcel.Bytes ?? MetaJson.Write(new JsonObject { ["object"] = "whatsapp_business_account", ["entry"] = parcel.Entries });
        var original = Record(parcel, body, null);
        lock (gate)
        {
            // Finished lanes are removed, so that the dictionary holds only conversations with pending deliveries.
            var previous = lanes.GetValueOrDefault(parcel.Lane, Task.CompletedTask);
            var mine = DeliverAsync(original.Id, parcel, body, previous);
            if (mine.IsCompleted) lanes.Remove(parcel.Lane);
            else lanes[parcel.Lane] = mine;
            _ = mine.ContinueWith(done =>
            {
                lock (gate)
                {
                    if (lanes.TryGetValue(parcel.Lane, out var tail) && ReferenceEquals(tail, done)) lanes.Remove(parcel.Lane);
                }
            }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        if (faults.Current.DuplicateDeliveries)
        {
            var copy = Record(parcel, body, original.Id);
            _ = DeliverAsync(copy.Id, parcel with { Acknowledged = null, FirstAttempt = new() }, body, parcel.FirstAttempt.Task);
        }
        return parcel.FirstAttempt.Task;
    }

    /// <summary>Completes after the first attempt; retries continue in the background.</summary>
    async Task DeliverAsync(long id, Parcel parcel, byte[] body, Task previous)
    {
        await Task.Yield();
        await previous;
        var acknowledged = await AttemptAsync(id, parcel, body);
        parcel.FirstAttempt.TrySetResult(Find(id) ?? Forgotten(id, parcel));
        if (!acknowledged && !stopping.IsCancellationRequested) _ = RetryAsync(id, parcel, body);
    }

    async Task RetryAsync(long id, Parcel parcel, byte[] body)
    {
        var gaps = options.Webhook.GapsOrDefault;
        var giveUpAt = time.GetUtcNow() + options.Webhook.GiveUpAfter;
        for (var attempt = 0; ; attempt++)
        {
            var next = time.GetUtcNow() + gaps[Math.Min(attempt, gaps.Count - 1)];
            if (next > giveUpAt)
            {
                Change(id, delivery => delivery with { State = DeliveryState.GivenUp, NextAttemptAt = null });
                LogGivenUp(log, id, parcel.Kind);
                return;
            }
            Change(id, delivery => delivery with { State = DeliveryState.Retrying, NextAttemptAt = next });
            await PauseAsync(next - time.GetUtcNow(), WhenAskedToRetry());
            if (stopping.IsCancellationRequested || await AttemptAsync(id, parcel, body)) return;
        }
    }

    async Task<bool> AttemptAsync(long id, Parcel parcel, byte[] body)
    {
        await PauseAsync(TimeSpan.FromMilliseconds(faults.Current.SlowMilliseconds));
        WebhookAttempt attempt;
        try
        {
            await slots.WaitAsync(stopping.Token);
            try
            {
                attempt = await sender.PostAsync(parcel.Url, body, parcel.Signature, stopping.Token);
            }
            finally
            {
                if (!stopping.IsCancellationRequested) slots.Release();
            }
        }
        catch (OperationCanceledException)
        {
            Change(id, delivery => delivery with { State = DeliveryState.Dropped, NextAttemptAt = null });
            return false;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        var delivered = attempt.StatusCode is 200;
        if (!delivered) LogFailed(log, id, parcel.Kind, attempt.StatusCode, attempt.Failure);
        Change(id, delivery => delivery with
        {
            Attempts = delivery.Attempts.Add(attempt),
            State = delivered ? DeliveryState.Delivered : DeliveryState.Retrying,
            NextAttemptAt = null,
        });
        if (delivered) parcel.Acknowledged?.Invoke();
        return delivered;
    }

    /// <summary>Replaces a record that was removed from the log, for the caller that waits for it.</summary>
    WebhookDelivery Forgotten(long id, Parcel parcel) => new() { Id = id, At = time.GetUtcNow(), Kind = parcel.Kind, NumberId = parcel.NumberId, Url = parcel.Url, Body = "" };

    WebhookDelivery Record(Parcel parcel, byte[] body, long? duplicateOf)
    {
        var delivery = new WebhookDelivery
        {
            Id = Interlocked.Increment(ref last),
            At = time.GetUtcNow(),
            Kind = parcel.Kind,
            NumberId = parcel.NumberId,
            Url = parcel.Url,
            Body = Encoding.UTF8.GetString(body),
            DuplicateOf = duplicateOf,
        };
        records[delivery.Id] = delivery;
        // A record is needed until its first attempt; after that it is removed if the log is full.
        records.TryRemove(delivery.Id - Math.Max(options.Logs.Webhooks, options.Webhook.Concurrency * 8), out _);
        Changed?.Invoke();
        return delivery;
    }

    void Change(long id, Func<WebhookDelivery, WebhookDelivery> change)
    {
        while (records.TryGetValue(id, out var before))
        {
            if (records.TryUpdate(id, change(before), before)) break;
        }
        Changed?.Invoke();
    }

    Task WhenAskedToRetry()
    {
        lock (gate) return retryNow.Task;
    }

    async Task PauseAsync(TimeSpan pause, Task? orUntil = null)
    {
        if (pause <= TimeSpan.Zero) return;
        try
        {
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            var delay = Task.Delay(pause, time, wait.Token);
            await (orUntil is null ? delay : Task.WhenAny(delay, orUntil));
            await wait.CancelAsync();
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException)
        {
            // The simulator stops; every loop checks the token after its pause.
        }
    }

    /// <summary>One POST to send; either entries or bytes.</summary>
    sealed record Parcel(Uri Url, JsonArray? Entries, byte[]? Bytes, SignatureKind Signature, string? NumberId, string Lane, string Kind, Action? Acknowledged)
    {
        public TaskCompletionSource<WebhookDelivery> FirstAttempt { get; init; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(3001, LogLevel.Warning, "Webhook {Id} ({Kind}) was not accepted: {Status} {Failure}")]
    static partial void LogFailed(ILogger log, long id, string kind, int? status, string? failure);

    [LoggerMessage(3002, LogLevel.Error, "Webhook {Id} ({Kind}) was given up")]
    static partial void LogGivenUp(ILogger log, long id, string kind);
}
