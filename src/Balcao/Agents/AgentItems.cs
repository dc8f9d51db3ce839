using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>Agents as screens show them.</summary>
public static class AgentItems
{
    public static async Task<IReadOnlyList<AgentItem>> LoadAsync(BalcaoDb db, TenantId tenant, DateTimeOffset now, CancellationToken ct)
    {
        var present = await db.PresenceLeases.Where(l => l.ExpiresAt > now).Select(l => l.AgentId).Distinct().ToListAsync(ct);
        var emails = await db.Persons.Where(p => p.TenantId == tenant).Select(p => new { p.Id, p.Email }).ToDictionaryAsync(p => p.Id, p => p.Email!, ct);
        var agents = await db.Agents.AsNoTracking().OrderBy(a => a.Name).ThenBy(a => a.Id).ToListAsync(ct);
        return agents.ConvertAll(agent => agent.ToItem(emails[agent.Id.Value], present.Contains(agent.Id)));
    }

    /// <param name="isThere">A screen of the agent is open.</param>
    public static AgentItem ToItem(this Agent agent, string email, bool isThere) => new(
        agent.Id, agent.Name, email, agent.Role, agent.IsEnabled,
        !isThere ? Presence.Offline : agent.IsAvailable ? Presence.Available : Presence.Away)
    {
        MostChats = agent.MostChats,
    };
}
