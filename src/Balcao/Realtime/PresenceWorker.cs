using Balcao.Agents;
using Balcao.Platform.Storage;

namespace Balcao.Realtime;

/// <summary>
/// Keeps the node's presence alive, and asks now and then whether those who listen still may: a disabled person, a
/// changed password and a lost tenant end a connection even where the feed's word of it went astray.
/// </summary>
internal sealed partial class PresenceWorker(
    IServiceScopeFactory scopes, Connections connections, PresenceLeases leases, TimeProvider time, ILogger<PresenceWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PresenceLease.RenewEvery, time);
        try
        {
            for (var turn = 1; await timer.WaitForNextTickAsync(stoppingToken); turn++)
            {
                try
                {
                    await RenewAsync(stoppingToken);
                    if (turn % 2 == 0) await RecheckAsync(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(log, e); // three renewals fit into a lease: one may fail
                }
            }
        }
        catch (OperationCanceledException) { /* the server stops */ }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await leases.RemoveAllAsync(cancellationToken);
    }

    private async Task RenewAsync(CancellationToken ct)
    {
        var open = connections.All;
        if (open.Count > 0) await leases.RenewAsync([.. open.Select(c => (c.Agent.TenantId, c.Agent.Id, c.Id))], ct);
        await leases.SweepAsync(ct);
    }

    internal async Task RecheckAsync(CancellationToken ct)
    {
        foreach (var tenant in connections.Tenants)
        {
            var screens = connections.Of(tenant);
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().BeginReadAsync(TenantScope.Of(tenant), ct);
            var viewers = await Viewer.LoadAsync(
                scope.ServiceProvider.GetRequiredService<BalcaoDb>(), [.. screens.Select(s => s.Agent.Id).Distinct()], ct);
            foreach (var screen in screens)
                if (!screen.IsStillAllowed(viewers, time.GetUtcNow())) screen.Cut();
        }
    }

    [LoggerMessage(3002, LogLevel.Warning, "Presence could not be renewed; tried again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
