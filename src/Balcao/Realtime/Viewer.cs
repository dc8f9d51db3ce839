using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Realtime;

/// <summary>A reader of the feed, and what that person may see.</summary>
internal sealed record Viewer(AgentAccess Access, bool IsEnabled, string? Stamp)
{
    public AgentId AgentId => Access.AgentId;

    /// <summary>Reads the tenant's agents in a few queries; an agent missing in the result no longer belongs to the tenant.</summary>
    public static async Task<IReadOnlyDictionary<AgentId, Viewer>> LoadAsync(BalcaoDb db, IReadOnlyCollection<AgentId> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return new Dictionary<AgentId, Viewer>();
        var agents = await (
            from agent in db.Agents.AsNoTracking().Where(a => ids.Contains(a.Id))
            join membership in Visibility.Memberships(db) on new { agent.TenantId, agent.Id } equals new { membership.TenantId, Id = membership.AgentId } into memberships
            from member in memberships.DefaultIfEmpty()
            select new { agent.Id, agent.Role, agent.IsEnabled, GroupId = member == null ? null : (ChatGroupId?)member.GroupId }).ToListAsync(ct);
        // Identity's table has no tenant and plain ids.
        var keys = ids.Select(id => id.Value).ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => keys.Contains(p.Id))
            .Select(p => new { p.Id, p.IsEnabled, p.SecurityStamp }).ToDictionaryAsync(p => p.Id, ct);
        var guests = (await Visibility.GuestsIn(db).AsNoTracking().Where(g => ids.Contains(g.AgentId)).ToListAsync(ct)).ToLookup(g => g.AgentId);
        return agents.GroupBy(a => a.Id).ToDictionary(rows => rows.Key, rows =>
        {
            var (agent, person) = (rows.First(), persons.GetValueOrDefault(rows.Key.Value));
            return new Viewer(
                new AgentAccess(agent.Id, agent.Role, rows.Select(r => r.GroupId).OfType<ChatGroupId>().ToHashSet(), [.. guests[agent.Id]]),
                agent.IsEnabled && person is { IsEnabled: true }, person?.SecurityStamp);
        });
    }
}
