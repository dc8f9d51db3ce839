using Balcao.Agents;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>Groups as screens show them, with the members in the group's order and the numbers that each serves.</summary>
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
        var channels = db.Channels;
        var numbers = await db.NumberLinks.Where(l => id == null || l.GroupId == id)
            .Join(channels, l => l.ChannelId, c => c.Id, (l, c) => new { l.GroupId, Number = new NumberName(c.Id, c.Display), c.Display })
            .OrderBy(n => n.Display).ToListAsync(ct);
        var numbersOf = numbers.ToLookup(n => n.GroupId, n => n.Number);
        return groups.ConvertAll(g => ItemOf(g, [.. byGroup[g.Id]], [.. numbersOf[g.Id]]));
    }

    private static ChatGroupItem ItemOf(ChatGroup group, IReadOnlyList<ChatGroupMember> members, IReadOnlyList<NumberName> numbers) =>
        new(group.Id, group.Name, group.DisplayName, group.IsEnabled, members)
        {
            Version = group.Version,
            IsWhatsAppCompatible = group.IsWhatsAppCompatible,
            Numbers = numbers,
            QueueText = group.QueueText,
            StartText = group.StartText,
            EndText = group.EndText,
            NobodyOnlineText = group.NobodyOnlineText,
            OutsideHoursText = group.OutsideHoursText,
            DistributesAutomatically = group.DistributesAutomatically,
            MostChatsPerAgent = group.MostChatsPerAgent,
            GraceMinutes = group.GraceMinutes,
            OffersServiceSelection = group.OffersServiceSelection,
            ClosesAfterIdleMinutes = group.ClosesAfterIdleMinutes,
        };
}
