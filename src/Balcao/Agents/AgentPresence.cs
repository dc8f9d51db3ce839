using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>The presence of agents: without a valid lease an agent is offline, whatever they chose.</summary>
public static class AgentPresence
{
    public static Presence Of(bool isConnected, bool isAvailable) =>
        !isConnected ? Presence.Offline : isAvailable ? Presence.Available : Presence.Away;

    /// <summary>Reads the presence of the tenant's agents in one query; with <paramref name="ids"/> only of those.</summary>
    public static async Task<IReadOnlyDictionary<AgentId, Presence>> LoadAsync(
        BalcaoDb db, IReadOnlyCollection<AgentId>? ids, DateTimeOffset now, CancellationToken ct)
    {
        var agents = db.Agents.AsNoTracking();
        if (ids is not null) agents = agents.Where(a => ids.Contains(a.Id));
        var live = db.PresenceLeases.Where(l => l.ExpiresAt > now);
        return await agents
            .Select(a => new { a.Id, a.IsAvailable, IsConnected = live.Any(l => l.TenantId == a.TenantId && l.AgentId == a.Id) })
            .ToDictionaryAsync(a => a.Id, a => Of(a.IsConnected, a.IsAvailable), ct);
    }
}
