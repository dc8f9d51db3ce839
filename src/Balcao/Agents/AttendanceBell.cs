using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Agents;

/// <summary>
/// Rung after a commit that may have changed who gets which chat: an agent connected or disconnected, became available or
/// unavailable, was disabled or got another limit of chats, the members or rules of a chat group changed, a chat waits or an
/// agent serves one less.
/// </summary>
public sealed class AttendanceBell(StorageEngine engine)
{
    /// <summary>On the node whose commit it was. The listener must be quick and must not throw.</summary>
    public event Action<TenantId>? Rung;

    /// <summary>Also rings the tenant's doorbell for other nodes, since presence and availability are not in the feed.</summary>
    public void RingAfterCommit(UnitOfWork work, TenantId tenant) => work.AfterCommit(ct =>
    {
        Rung?.Invoke(tenant);
        return engine.RingAsync([tenant], ct);
    });

    /// <summary>For a change that is in the feed: its commit rings the doorbell for other nodes already.</summary>
    public void RingHereAfterCommit(UnitOfWork work, TenantId tenant) => work.AfterCommit(_ =>
    {
        Rung?.Invoke(tenant);
        return Task.CompletedTask;
    });
}
