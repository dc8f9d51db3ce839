using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>Who is there: an agent without a live lease is offline, whatever they chose.</summary>
public static class AgentPresence
{
    public static Presence Of(bool isConnected, bool isAvailable) =>
        !isConnected ? Presence.Offline : isAvailable ? Presence.Available : Presence.Away;

    /// <summary>Reads, in one query, the tenant's agents; with <paramref name="ids"/> only those.</summary>
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
