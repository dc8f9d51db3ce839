using Balcao.Agents;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Realtime;

/// <summary>
/// Renews the node's presence leases, and regularly checks whether the connected persons and programs are still allowed: a disabled
/// person, a sign-in that has ended (also by time), a revoked token or a lost tenant ends a connection even if the feed's entry was
/// missed. A lease lasts for three renewals, so that one may fail.
/// </summary>
internal sealed class PresenceWorker(UnitsOfWork units, Connections connections, PresenceLeases leases, TimeProvider time) : IPeriodicTask
{
    private int _turn;

    public async Task RunAsync(CancellationToken ct)
    {
        var open = connections.All;
        if (open.Count > 0) await leases.RenewAsync([.. open.Select(c => (c.Agent.TenantId, c.Agent.Id, c.Id))], ct);
        await leases.SweepAsync(ct);
        if (++_turn % 2 == 0) await RecheckAsync(ct);
    }

    internal async Task RecheckAsync(CancellationToken ct)
    {
        foreach (var tenant in connections.Tenants)
        {
            var screens = connections.Of(tenant);
            var admission = await units.ReadAsync(TenantScope.Of(tenant), open => Admission.LoadAsync(open.Db, screens, time.GetUtcNow(), ct), ct);
            foreach (var screen in screens)
                if (!admission.Allows(screen)) screen.Cut();
        }
    }
}

/// <summary>A node that stops deletes its leases, so that nobody waits for them to expire.</summary>
internal sealed class PresenceEnd(PresenceLeases leases) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => leases.RemoveAllAsync(cancellationToken);
}
