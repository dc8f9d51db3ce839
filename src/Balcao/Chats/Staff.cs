using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>The groups of a tenant that distribute chats or tell waiting customers something, and who could serve now.</summary>
/// <param name="Groups">Only enabled ones.</param>
/// <param name="Ready">Their attendants who are connected and available.</param>
/// <param name="Names">Of those who are ready.</param>
internal sealed record Staff(IReadOnlyList<StaffedGroup> Groups, IReadOnlyList<ReadyAttendant> Ready, IReadOnlyDictionary<AgentId, string> Names)
{
    /// <summary>Groups whose waiting chats can be given to somebody.</summary>
    public IReadOnlyList<StaffedGroup> WithRoom => [.. Groups.Where(g => g.Group.DistributesAutomatically && Distributor.HasRoom(g.Distributing, Ready))];

    public static async Task<Staff> LoadAsync(BalcaoDb db, DateTimeOffset now, CancellationToken ct)
    {
        var groups = await db.ChatGroups.AsNoTracking()
            .Where(g => g.IsEnabled && (g.DistributesAutomatically || g.QueueText != null || g.NobodyOnlineText != null)).OrderBy(g => g.Id).ToListAsync(ct);
        if (groups.Count == 0) return new Staff([], [], new Dictionary<AgentId, string>());

        var ids = groups.ConvertAll(g => g.Id);
        var live = db.PresenceLeases.Where(l => l.ExpiresAt > now);
        var agents = db.Agents;
        var attendants = await (
            from member in Visibility.Memberships(db).Where(m => m.IsAttendant && ids.Contains(m.GroupId))
            join agent in agents on new { member.TenantId, member.AgentId } equals new { agent.TenantId, AgentId = agent.Id }
            orderby member.Place, member.AgentId
            select new
            {
                member.GroupId, agent.Id, agent.Name, agent.MostChats,
                IsReady = agent.IsEnabled && agent.IsAvailable && live.Any(l => l.TenantId == agent.TenantId && l.AgentId == agent.Id),
            }).ToListAsync(ct);
        var ready = attendants.Where(a => a.IsReady).DistinctBy(a => a.Id).ToList();
        var serving = groups.Any(g => g.DistributesAutomatically) ? await ServingAsync(db, ready.ConvertAll(a => a.Id), ct) : [];
        return new Staff(
            groups.ConvertAll(g =>
            {
                var own = attendants.Where(a => a.GroupId == g.Id).ToList();
                return new StaffedGroup(g, own.ConvertAll(a => a.Id), own.Any(a => a.IsReady));
            }),
            ready.ConvertAll(a => new ReadyAttendant(a.Id, a.MostChats, serving.GetValueOrDefault(a.Id, []))),
            ready.ToDictionary(a => a.Id, a => a.Name));
    }

    /// <summary>After the chats were given to their agents.</summary>
    public Staff After(IReadOnlyCollection<GivenChat> given)
    {
        var ofAgents = given.ToLookup(chat => chat.Agent);
        return this with { Ready = [.. Ready.Select(attendant => ofAgents.Contains(attendant.Id) ? attendant with { Serving = With(attendant, ofAgents[attendant.Id]) } : attendant)] };

        static Dictionary<ChatGroupId, int> With(ReadyAttendant attendant, IEnumerable<GivenChat> chats)
        {
            var serving = new Dictionary<ChatGroupId, int>(attendant.Serving);
            foreach (var chat in chats) serving[chat.GroupId] = serving.GetValueOrDefault(chat.GroupId) + 1;
            return serving;
        }
    }

    private static async Task<Dictionary<AgentId, Dictionary<ChatGroupId, int>>> ServingAsync(BalcaoDb db, List<AgentId> agents, CancellationToken ct)
    {
        if (agents.Count == 0) return [];
        var rows = await db.Chats.Where(c => c.Status == ChatStatus.InService && c.AgentId != null && agents.Contains(c.AgentId.Value))
            .GroupBy(c => new { c.AgentId, c.GroupId }).Select(g => new { g.Key.AgentId, g.Key.GroupId, Count = g.Count() }).ToListAsync(ct);
        return rows.GroupBy(r => r.AgentId!.Value).ToDictionary(of => of.Key, of => of.ToDictionary(r => r.GroupId, r => r.Count));
    }
}

/// <param name="Order">The attendants in the group's order, whether they are there or not.</param>
/// <param name="IsAttended">An attendant is connected and available, though perhaps without room.</param>
internal sealed record StaffedGroup(ChatGroup Group, IReadOnlyList<AgentId> Order, bool IsAttended)
{
    public DistributingGroup Distributing => new(Group.Id, Order, Group.LastServedBy, Group.MostChatsPerAgent);

    /// <summary>
    /// What its waiting customers are to be told, and the text; null: nothing. They hear that nobody is online only as long as they
    /// have heard nothing else: an attendant's screen that is loaded again must not take a place in the queue back.
    /// </summary>
    public (ToldWaiting Told, string Text)? Tells =>
        !IsAttended && Group.NobodyOnlineText is { } nobody ? (ToldWaiting.NobodyOnline, nobody)
        : Group.QueueText is { } queue ? (ToldWaiting.Queue, queue)
        : null;
}
