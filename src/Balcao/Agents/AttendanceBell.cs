using System.Collections.Concurrent;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Agents;

/// <summary>
/// Rung after a commit that may have changed which agents of a tenant can get chats: an agent connected or disconnected, became
/// available or unavailable, was disabled or got another limit of chats, or the members or rules of a chat group changed.
/// </summary>
public sealed class AttendanceBell(StorageEngine engine, TimeProvider time) : Bell(time)
{
    private readonly ConcurrentDictionary<TenantId, bool> _tenants = new();

    /// <summary>Also rings the tenant's doorbell for other nodes, since presence and availability are not in the feed.</summary>
    public void RingAfterCommit(UnitOfWork work, TenantId tenant) => work.AfterCommit(ct =>
    {
        _tenants[tenant] = true;
        Ring();
        return engine.RingAsync([tenant], ct);
    });

    /// <summary>The tenants rung for since the last call.</summary>
    public IReadOnlyCollection<TenantId> Take() => [.. _tenants.Keys.Where(tenant => _tenants.TryRemove(tenant, out _))];
}
