using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>A node's leases: added with a connection, renewed all at once, gone with the connection or by running out.</summary>
public sealed class PresenceLeases(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>This process: after a crash its leases are nobody's, and run out.</summary>
    public Guid NodeId { get; } = Uuid7.New(time.GetUtcNow());

    public Task AddAsync(TenantId tenant, AgentId agent, string connectionId, CancellationToken ct) => WriteAsync(TenantScope.Of(tenant), db =>
    {
        db.Add(New(tenant, agent, connectionId));
        return Task.CompletedTask;
    }, ct);

    public Task RemoveAsync(TenantId tenant, AgentId agent, string connectionId, CancellationToken ct) => WriteAsync(TenantScope.Of(tenant),
        db => db.PresenceLeases.Where(l => l.AgentId == agent && l.ConnectionId == connectionId).ExecuteDeleteAsync(ct), ct);

    /// <summary>One statement for the whole node. A lease that another node took for run out, while this one was paused, is written anew.</summary>
    public Task RenewAsync(IReadOnlyCollection<(TenantId Tenant, AgentId Agent, string ConnectionId)> connections, CancellationToken ct) =>
        WriteAsync(TenantScope.Everyone, async db =>
        {
            var (node, until) = (NodeId, time.GetUtcNow() + PresenceLease.Lifetime);
            var ids = connections.Select(c => c.ConnectionId).ToList();
            // By connection too: a lease whose connection ended while the database was away must run out.
            var mine = db.PresenceLeases.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(l => l.NodeId == node && ids.Contains(l.ConnectionId));
            if (await mine.ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, until), ct) == ids.Count) return;
            var kept = await mine.Select(l => l.ConnectionId).ToHashSetAsync(ct);
            foreach (var (tenant, agent, id) in connections.Where(c => !kept.Contains(c.ConnectionId))) db.Add(New(tenant, agent, id));
        }, ct);

    /// <summary>Sweeps what ran out: nodes that crashed leave it.</summary>
    public Task SweepAsync(CancellationToken ct) => WriteAsync(TenantScope.Everyone, db =>
    {
        var now = time.GetUtcNow();
        return db.PresenceLeases.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(l => l.ExpiresAt <= now).ExecuteDeleteAsync(ct);
    }, ct);

    /// <summary>The node stops: its connections are gone with it.</summary>
    public Task RemoveAllAsync(CancellationToken ct) => WriteAsync(TenantScope.Everyone, db =>
    {
        var node = NodeId;
        return db.PresenceLeases.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(l => l.NodeId == node).ExecuteDeleteAsync(ct);
    }, ct);

    private PresenceLease New(TenantId tenant, AgentId agent, string connectionId) => new()
    {
        TenantId = tenant, AgentId = agent, ConnectionId = connectionId, NodeId = NodeId, ExpiresAt = time.GetUtcNow() + PresenceLease.Lifetime,
    };

    private async Task WriteAsync(TenantScope scope, Func<BalcaoDb, Task> write, CancellationToken ct)
    {
        await using var services = scopes.CreateAsyncScope();
        var work = services.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginWriteAsync(scope, ct);
        await write(services.ServiceProvider.GetRequiredService<BalcaoDb>());
        await work.CommitAsync(ct);
    }
}
