using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// Rule A7: the chats of an agent whose screens are all gone wait again after the grace time of the chat's group. It is counted from
/// the later of the agent's last sign of life, the beginning of their service, and the start of this process: after a restart
/// everybody has the whole grace time to connect again. An agent who never had a screen, such as a program's, is not absent.
/// </summary>
internal sealed class Absences(UnitsOfWork units, AttendanceBell bell, TimeProvider time)
{
    private readonly DateTimeOffset _countingSince = time.GetUtcNow();

    public async Task ReturnAsync(TenantId tenant, CancellationToken ct)
    {
        var scope = TenantScope.Of(tenant);
        foreach (var agent in await units.ReadAsync(scope, open => AbsentAsync(open.Db, ct), ct))
        {
            await units.WriteAsync(scope, async open =>
            {
                await open.Db.LockAsync(agent, ct);
                var due = await DueAsync(open.Db, agent, ct);
                await new ReturnToWaiting(open.Db, open.Feed, open.Unit, bell).ReturnAsync(open.Db.Chats.ServedBy(agent).Where(c => due.Contains(c.Id)), ct);
            }, ct);
        }
    }

    private async Task<IReadOnlyList<AgentId>> AbsentAsync(BalcaoDb db, CancellationToken ct)
    {
        HashSet<AgentId> absent = [];
        foreach (var due in await DueAsync(db, ct)) absent.UnionWith(await due.Take(Reception.Slice).Select(s => s.Agent).ToListAsync(ct));
        return [.. absent];
    }

    private async Task<IReadOnlyList<ChatId>> DueAsync(BalcaoDb db, AgentId agent, CancellationToken ct)
    {
        List<ChatId> chats = [];
        foreach (var due in await DueAsync(db, ct)) chats.AddRange(await due.Where(s => s.Agent == agent).Select(s => s.Chat).ToListAsync(ct));
        return chats;
    }

    /// <summary>
    /// Those whose grace time is over, for each grace time that groups have: many chats of a group with a long one must not stand before
    /// those of a group with a short one.
    /// </summary>
    private async Task<IReadOnlyList<IQueryable<Served>>> DueAsync(BalcaoDb db, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return
        [
            .. from grace in await db.ChatGroups.Select(g => g.GraceMinutes).Distinct().ToListAsync(ct)
               let since = now - TimeSpan.FromMinutes(grace)
               where _countingSince <= since
               select ServedByAbsent(db).Where(s => s.GraceMinutes == grace && s.LastSeenAt <= since && (s.StartedAt == null || s.StartedAt <= since)),
        ];
    }

    // An expired lease counts as a screen until it is swept, because only then its last sign of life is noted.
    private static IQueryable<Served> ServedByAbsent(BalcaoDb db)
    {
        var leases = db.PresenceLeases;
        return
            from chat in db.Chats.Where(c => c.Status == ChatStatus.InService)
            join agent in db.Agents on new { chat.TenantId, Id = chat.AgentId } equals new { agent.TenantId, Id = (AgentId?)agent.Id }
            join grp in db.ChatGroups on new { chat.TenantId, Id = chat.GroupId } equals new { grp.TenantId, grp.Id }
            where agent.LastSeenAt != null && !leases.Any(l => l.TenantId == agent.TenantId && l.AgentId == agent.Id)
            orderby agent.LastSeenAt
            select new Served { Chat = chat.Id, Agent = agent.Id, StartedAt = chat.StartedAt, LastSeenAt = agent.LastSeenAt, GraceMinutes = grp.GraceMinutes };
    }

    private sealed record Served
    {
        public required ChatId Chat { get; init; }

        public required AgentId Agent { get; init; }

        public required DateTimeOffset? StartedAt { get; init; }

        public required DateTimeOffset? LastSeenAt { get; init; }

        public required int GraceMinutes { get; init; }
    }
}
