using System.Collections.Concurrent;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Agents;

/// <summary>
/// Rung after a commit that may have changed who of a tenant can be given chats: somebody came or left, became available
/// or not, was disabled, or a chat group's members changed.
/// </summary>
public sealed class AttendanceBell(StorageEngine engine, TimeProvider time) : Bell(time)
{
    private readonly ConcurrentDictionary<TenantId, bool> _tenants = new();

    /// <summary>Other nodes hear the tenant's doorbell, since presence and availability leave nothing in the feed.</summary>
    public void RingAfterCommit(UnitOfWork work, TenantId tenant) => work.AfterCommit(ct =>
    {
        _tenants[tenant] = true;
        Ring();
        return engine.RingAsync([tenant], ct);
    });

    /// <summary>The tenants rung for since the last asking.</summary>
    public IReadOnlyCollection<TenantId> Take() => [.. _tenants.Keys.Where(tenant => _tenants.TryRemove(tenant, out _))];
}
