using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>The data an administrator enters for a group: checked first, then applied.</summary>
internal static class GroupContent
{
    private const int LongestName = 80;

    public static SaveChatGroupRequest Example { get; } = new()
    {
        Name = "Atendimento",
        DisplayName = "Atendimento da loja",
        Members = [new SaveChatGroupMember { AgentId = AgentId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000001")), IsAttendant = true }],
    };

    /// <summary>Null if it may be saved.</summary>
    public static async Task<Refusal?> CheckAsync(BalcaoDb db, ChatGroupId id, SaveChatGroupRequest request, CancellationToken ct)
    {
        if (InputRefusals.Check("name", request.Name, LongestName) is { } refusal) return refusal;
        if (request.DisplayName is { Length: > LongestName }) return InputRefusals.TooLong("displayName", LongestName);
        if (request.Members is null) return InputRefusals.Required("members");
        if (request.Members.Any(m => !m.IsAttendant && !m.IsAdministrator)) return InputRefusals.Invalid("members");

        AgentId[] wanted = [.. request.Members.Select(m => m.AgentId).Distinct()];
        var known = await db.Agents.CountAsync(a => wanted.Contains(a.Id), ct);
        if (wanted.Length != request.Members.Count || known != wanted.Length) return InputRefusals.Invalid("members");

        var name = request.Name.Trim();
        return await db.ChatGroups.AnyAsync(g => g.Name == name && g.Id != id, ct) ? ChatGroupRefusals.NameTaken : null;
    }

    /// <summary>
    /// Agents whose role in the group changes get an AccessChanged entry, so that their screens read their permissions
    /// again.
    /// </summary>
    /// <returns>Whether members or their order changed, and who left; the rows of those are locked (<see cref="AgentLock"/>).</returns>
    public static async Task<(bool HaveChanged, IReadOnlyList<AgentId> Left)> ApplyAsync(BalcaoDb db, Feed feed, ChatGroup group, SaveChatGroupRequest request, CancellationToken ct)
    {
        var name = request.Name.Trim();
        if (group.Name != name)
        {
            foreach (var number in await db.NumberLinks.Where(l => l.GroupId == group.Id).Select(l => l.ChannelId).ToListAsync(ct))
                feed.NumberChanged(group.TenantId, number);
        }
        group.Name = name;
        group.DisplayName = string.IsNullOrWhiteSpace(request.DisplayName) ? name : request.DisplayName.Trim();

        var before = await db.ChatGroupMemberships.Where(m => m.GroupId == group.Id).ToDictionaryAsync(m => m.AgentId, ct);
        var haveChanged = false;
        foreach (var (place, wanted) in request.Members.Index())
        {
            var isNew = !before.Remove(wanted.AgentId, out var member);
            if (isNew) db.Add(member = new ChatGroupMembership { TenantId = group.TenantId, GroupId = group.Id, AgentId = wanted.AgentId });
            if (isNew || (member!.IsAttendant, member.IsAdministrator) != (wanted.IsAttendant, wanted.IsAdministrator))
                feed.AccessChanged(group.TenantId, wanted.AgentId);
            haveChanged |= isNew || (member!.IsAttendant, member.IsAdministrator, member.Place) != (wanted.IsAttendant, wanted.IsAdministrator, place);
            (member!.IsAttendant, member.IsAdministrator, member.Place) = (wanted.IsAttendant, wanted.IsAdministrator, place);
        }
        // In one order: two groups that lose the same agents at once must not wait for each other.
        AgentId[] left = [.. before.Keys.OrderBy(id => id.Value)];
        foreach (var agent in left)
        {
            await db.LockAsync(agent, ct);
            db.Remove(before[agent]);
            feed.AccessChanged(group.TenantId, agent);
        }
        return (haveChanged || left.Length > 0, left);
    }
}
