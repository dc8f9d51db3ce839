using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>Groups as screens show them, members in the group's order.</summary>
public static class ChatGroupItems
{
    /// <param name="id">Null: all groups of the tenant, by name.</param>
    public static async Task<IReadOnlyList<ChatGroupItem>> LoadAsync(BalcaoDb db, ChatGroupId? id, CancellationToken ct)
    {
        var groups = await db.ChatGroups.AsNoTracking().Where(g => id == null || g.Id == id).OrderBy(g => g.Name).ToListAsync(ct);
        var agents = db.Agents;
        var members = await db.ChatGroupMemberships.Where(m => id == null || m.GroupId == id).OrderBy(m => m.Place)
            .Join(agents, m => m.AgentId, a => a.Id, (m, a) => new { m.GroupId, Member = new ChatGroupMember(a.Id, a.Name, m.IsAttendant, m.IsAdministrator), m.Place })
            .OrderBy(m => m.Place).ToListAsync(ct);
        var byGroup = members.ToLookup(m => m.GroupId, m => m.Member);
        return groups.ConvertAll(g => new ChatGroupItem(g.Id, g.Name, g.DisplayName, g.IsEnabled, [.. byGroup[g.Id]]));
    }
}
