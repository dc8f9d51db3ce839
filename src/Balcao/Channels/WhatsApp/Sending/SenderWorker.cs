using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>Ensures that every number with something to send has exactly one sender among all nodes, and wakes it.</summary>
internal sealed partial class SenderWorker(
    UnitsOfWork units, StorageEngine engine, OutboxBell bell, SendDelivery delivery, AccessTokens tokens, TimeProvider time, ILogger<SenderWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(TenantId, ChannelId), (SenderOfNumber Sender, Task Running)> _senders = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pollAt = DateTimeOffset.MinValue;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    var rung = bell.Take();
                    // A ring without a number came from another node.
                    if (rung.Count == 0 || time.GetUtcNow() >= pollAt)
                    {
                        rung = [.. rung.Union(await WaitingAsync(stoppingToken))];
                        pollAt = time.GetUtcNow() + Poll;
                    }
                    foreach (var (tenant, number) in rung) await WakeAsync(tenant, number, stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(log, e);
                }
                await bell.WaitAsync(time.GetUtcNow() + Poll, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* the server stops */ }
        await Task.WhenAll(_senders.Values.Select(s => s.Running));
    }

    private async Task<IReadOnlyList<(TenantId Tenant, ChannelId Number)>> WaitingAsync(CancellationToken ct)
    {
        var waiting = await units.ReadAsync(TenantScope.Everyone, open =>
        {
            var numbers = open.Db.Numbers.IgnoreQueryFilters([BalcaoDb.TenantFilter]);
            return open.Db.Outbox.IgnoreQueryFilters([BalcaoDb.TenantFilter])
                .Where(o => o.State != OutboxState.Unknown && numbers.Any(n => n.TenantId == o.TenantId && n.Id == o.ChannelId))
                .GroupBy(o => new { o.TenantId, o.ChannelId })
                .Select(g => new { g.Key.TenantId, g.Key.ChannelId, Count = g.LongCount() }).ToListAsync(ct);
        }, ct);
        SendMetrics.Waiting(waiting.Sum(w => w.Count));
        return waiting.ConvertAll(w => (w.TenantId, w.ChannelId));
    }

    private async Task WakeAsync(TenantId tenant, ChannelId number, CancellationToken ct)
    {
        if (_senders.TryGetValue((tenant, number), out var known))
        {
            if (!known.Running.IsCompleted)
            {
                known.Sender.Ring();
                return;
            }
            _senders.Remove((tenant, number));
        }
        if (!await IsNumberAsync(tenant, number, ct)) return; // a channel of another kind sends its own rows
        // Another node owns the number, and hears the same doorbell.
        if (await engine.TryLeaseAsync($"sender:{number}", ct) is not { } lease) return;
        var sender = new SenderOfNumber(tenant, number, units, delivery, tokens, time, log);
        _senders[(tenant, number)] = (sender, RunAsync(sender, lease, ct));
    }

    private Task<bool> IsNumberAsync(TenantId tenant, ChannelId channel, CancellationToken ct) =>
        units.ReadAsync(TenantScope.Of(tenant), open => open.Db.Numbers.AnyAsync(n => n.Id == channel, ct), ct);

    private static async Task RunAsync(SenderOfNumber sender, WorkLease lease, CancellationToken ct)
    {
        await using (lease) await Task.Run(() => sender.RunAsync(lease, ct), CancellationToken.None);
    }

    [LoggerMessage(4121, LogLevel.Error, "Looking for what is to be sent failed and is tried again")]
    private static partial void LogFailed(ILogger log, Exception e);
}
