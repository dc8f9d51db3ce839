using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>
/// A node's leases: added with a connection, renewed together, and deleted when the connection ends or the lease has
/// expired.
/// </summary>
public sealed class PresenceLeases(UnitsOfWork units, AttendanceBell bell, TimeProvider time)
{
    /// <summary>Identifies this process: after a crash nobody renews its leases, and they expire.</summary>
    public Guid NodeId { get; } = Uuid7.New(time.GetUtcNow());

    public Task AddAsync(TenantId tenant, AgentId agent, string connectionId, CancellationToken ct) => units.WriteAsync(TenantScope.Of(tenant), open =>
    {
        open.Db.Add(New(tenant, agent, connectionId));
        bell.RingAfterCommit(open.Unit, tenant);
        return Task.CompletedTask;
    }, ct);

    public Task RemoveAsync(TenantId tenant, AgentId agent, string connectionId, CancellationToken ct) => units.WriteAsync(TenantScope.Of(tenant), async open =>
    {
        var removed = await open.Db.PresenceLeases.Where(l => l.AgentId == agent && l.ConnectionId == connectionId).ExecuteDeleteAsync(ct);
        if (removed == 0) return;
        await SawAsync(open.Db, agent, time.GetUtcNow(), ct);
        bell.RingAfterCommit(open.Unit, tenant);
    }, ct);

    /// <summary>
    /// Renews the node's leases in one statement. Leases that another node deleted as expired, while this one was paused,
    /// are added again.
    /// </summary>
    public Task RenewAsync(IReadOnlyCollection<(TenantId Tenant, AgentId Agent, string ConnectionId)> connections, CancellationToken ct) =>
        units.WriteAsync(TenantScope.Everyone, async open =>
        {
            var (node, until) = (NodeId, time.GetUtcNow() + PresenceLease.Lifetime);
            var ids = connections.Select(c => c.ConnectionId).ToList();
            // Only existing connections: the lease of a connection that ended while the database was unavailable must expire.
            var mine = open.Db.PresenceLeases.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(l => l.NodeId == node && ids.Contains(l.ConnectionId));
            if (await mine.ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, until), ct) == ids.Count) return;
            var kept = await mine.Select(l => l.ConnectionId).ToHashSetAsync(ct);
            var anew = connections.Where(c => !kept.Contains(c.ConnectionId)).ToList();
            open.Db.AddRange(anew.Select(c => New(c.Tenant, c.Agent, c.ConnectionId)));
            foreach (var tenant in anew.Select(c => c.Tenant).Distinct()) bell.RingAfterCommit(open.Unit, tenant);
        }, ct);

    /// <summary>Deletes expired leases, which crashed nodes leave behind.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        // A read transaction does not block writers, and usually nothing has expired.
        var tenants = await units.ReadAsync(TenantScope.Everyone, open => open.Db.PresenceLeases.IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(l => l.ExpiresAt <= now).Select(l => l.TenantId).Distinct().ToListAsync(ct), ct);
        foreach (var tenant in tenants)
        {
            await units.WriteAsync(TenantScope.Of(tenant), async open =>
            {
                var expired = open.Db.PresenceLeases.Where(l => l.ExpiresAt <= now);
                var gone = await expired.GroupBy(l => l.AgentId).Select(of => new { Agent = of.Key, Until = of.Max(l => l.ExpiresAt) }).ToListAsync(ct);
                foreach (var agent in gone.OrderBy(g => g.Agent.Value)) await SawAsync(open.Db, agent.Agent, agent.Until - PresenceLease.Lifetime, ct);
                if (await expired.ExecuteDeleteAsync(ct) > 0) bell.RingAfterCommit(open.Unit, tenant);
            }, ct);
        }
    }

    /// <summary>Deletes all leases of the node when it stops.</summary>
    public Task RemoveAllAsync(CancellationToken ct) => units.WriteAsync(TenantScope.Everyone, async open =>
    {
        var mine = open.Db.PresenceLeases.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(l => l.NodeId == NodeId);
        var tenants = await mine.Select(l => l.TenantId).Distinct().ToListAsync(ct);
        foreach (var agent in (await mine.Select(l => l.AgentId).Distinct().ToListAsync(ct)).OrderBy(id => id.Value)) await SawAsync(open.Db, agent, time.GetUtcNow(), ct);
        await mine.ExecuteDeleteAsync(ct);
        foreach (var tenant in tenants) bell.RingAfterCommit(open.Unit, tenant);
    }, ct);

    private static Task<int> SawAsync(BalcaoDb db, AgentId agent, DateTimeOffset at, CancellationToken ct)
    {
        DateTimeOffset? seen = at;
        return db.Agents.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(a => a.Id == agent && (a.LastSeenAt == null || a.LastSeenAt < seen))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSeenAt, seen), ct);
    }

    private PresenceLease New(TenantId tenant, AgentId agent, string connectionId) => new()
    {
        TenantId = tenant, AgentId = agent, ConnectionId = connectionId, NodeId = NodeId, ExpiresAt = time.GetUtcNow() + PresenceLease.Lifetime,
    };
}
