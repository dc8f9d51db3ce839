using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// Rules A3 and A10: gives waiting chats to attendants, and tells the customers of those that go on waiting. It looks at the state
/// of one tenant, whatever rang, and ends when nothing is left to do. At any time one node does it for a tenant
/// (<see cref="ReceptionWorker"/>); agents take chats beside it, and each chat is claimed by the conditional update that they use.
/// </summary>
internal sealed class Reception(UnitsOfWork units, StorageEngine engine, TimeProvider time)
{
    /// <summary>The most chats in one transaction.</summary>
    public const int Slice = 200;

    /// <summary>A tenant that always has more to do must not keep the others waiting.</summary>
    private const int MostPasses = 5;

    /// <returns>False if more is left to do.</returns>
    public async Task<bool> AttendAsync(TenantId tenant, CancellationToken ct)
    {
        var scope = TenantScope.Of(tenant);
        for (var pass = 0; pass < MostPasses; pass++)
        {
            // A reading first: most rings leave nothing to do, and on SQLite a writer would keep all others waiting.
            if (!await units.ReadAsync(scope, open => HasWorkAsync(open.Db, ct), ct)) return true;
            if (await units.WriteAsync(scope, open => PassAsync(open, ct), ct) == 0) return true;
        }
        return false;
    }

    private async Task<bool> HasWorkAsync(BalcaoDb db, CancellationToken ct)
    {
        var staff = await Staff.LoadAsync(db, time.GetUtcNow(), ct);
        if (staff.WithRoom is { Count: > 0 } groups && await WaitingIn(db, groups).AnyAsync(ct)) return true;
        foreach (var (_, before, telling) in Telling(staff))
            if (await Untold(db, before, telling).AnyAsync(ct)) return true;
        return false;
    }

    /// <returns>How many chats have changed.</returns>
    private async Task<int> PassAsync(OpenWork open, CancellationToken ct) =>
        await DistributeAsync(open, ct) is > 0 and var given ? given : await TellAsync(open, ct);

    private async Task<int> DistributeAsync(OpenWork open, CancellationToken ct)
    {
        var (db, now) = (open.Db, time.GetUtcNow());
        var staff = await Staff.LoadAsync(db, now, ct);
        if (staff.WithRoom is not { Count: > 0 } groups || !await WaitingIn(db, groups).AnyAsync(ct)) return 0;

        // From here until the commit nobody loses the right to serve, and nobody's count of chats grows but by us. Groups are locked
        // before agents, and agents before chats, in one order; what was read before is read again.
        ChatGroupId[] locked = [.. groups.Select(g => g.Group.Id)];
        await db.ChatGroups.Where(g => locked.Contains(g.Id)).ExecuteUpdateAsync(set => set.SetProperty(g => g.Name, g => g.Name), ct);
        foreach (var agent in staff.Ready.Select(a => a.Id).OrderBy(id => id.Value)) await db.LockAsync(agent, ct);
        staff = await Staff.LoadAsync(db, now, ct);
        groups = [.. staff.WithRoom.Where(g => locked.Contains(g.Group.Id))];
        var waiting = await WaitingIn(db, groups).OrderBy(c => c.WaitingSince).ThenBy(c => c.Id).Take(Slice).Select(c => new WaitingChat(c.Id, c.GroupId)).ToListAsync(ct);
        var given = await ClaimAsync(db, Distributor.Give(waiting, groups.Select(g => g.Distributing), staff.Ready), now, ct);

        foreach (var last in given.GroupBy(g => g.GroupId).Select(g => g.Last()))
        {
            AgentId? agent = last.Agent;
            await db.ChatGroups.Where(g => g.Id == last.GroupId).ExecuteUpdateAsync(set => set.SetProperty(g => g.LastServedBy, agent), ct);
        }
        await AnnounceAsync(open, [.. given.Select(g => g.Id)], ct);
        await TicketOfTakenChat.AttendAsync(db, open.Feed, given, now, ct);
        var texts = groups.Where(g => g.Group.StartText is not null).ToDictionary(g => g.Group.Id, g => g.Group.StartText!);
        await AutomaticText.WriteAsync(
            db, open.Feed, engine,
            [.. given.Where(g => texts.ContainsKey(g.GroupId)).Select(g => new AutomaticText(g.Id, AutomaticText.Start, texts[g.GroupId]))], now, ct);
        return given.Count;
    }

    /// <returns>Those that were still waiting; agents may have taken others a moment earlier.</returns>
    private static async Task<IReadOnlyList<GivenChat>> ClaimAsync(BalcaoDb db, IReadOnlyList<GivenChat> given, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var share in given.GroupBy(g => g.Agent))
        {
            ChatId[] ids = [.. share.Select(g => g.Id)];
            await TakeChat.ClaimAsync(db.Chats.Where(c => ids.Contains(c.Id)), share.Key, now, ct);
        }
        ChatId[] all = [.. given.Select(g => g.Id)];
        var claimed = await db.Chats.Where(c => all.Contains(c.Id) && c.Status == ChatStatus.InService && c.StartedAt == now)
            .Select(c => new { c.Id, c.AgentId }).ToDictionaryAsync(c => c.Id, c => c.AgentId, ct);
        return [.. given.Where(g => claimed.TryGetValue(g.Id, out var agent) && agent == g.Agent)];
    }

    private async Task<int> TellAsync(OpenWork open, CancellationToken ct)
    {
        var staff = await Staff.LoadAsync(open.Db, time.GetUtcNow(), ct);
        var done = 0;
        foreach (var (told, before, groups) in Telling(staff))
            if (done < Slice) done += await TellAsync(open, told, Untold(open.Db, before, groups).Take(Slice - done), groups, ct);
        return done;
    }

    private async Task<int> TellAsync(OpenWork open, ToldWaiting told, IQueryable<Chat> untold, IReadOnlyList<StaffedGroup> groups, CancellationToken ct)
    {
        var (db, now) = (open.Db, time.GetUtcNow());
        var found = await (
            from chat in untold
            join conversation in db.Conversations on new { chat.TenantId, Id = chat.ConversationId } equals new { conversation.TenantId, conversation.Id }
            select new { chat.Id, conversation.ChannelId, conversation.LastInboundAt }).ToListAsync(ct);
        var hours = (await HoursOfChannels.LoadAsync(db, [.. found.Select(c => c.ChannelId).Distinct()], ct)).ToDictionary(of => of.Key, of => new Hours(of.Value));
        ChatId[] asleep = [.. found.Where(c => WaitingOverHours.IsTooLate(c.LastInboundAt, Uuid7.InstantOf(c.Id.Value), hours.GetValueOrDefault(c.ChannelId), now)).Select(c => c.Id)];
        await db.Chats.Where(c => asleep.Contains(c.Id)).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.IsSilent, true).SetProperty(c => c.Version, c => c.Version + 1), ct);

        // An agent may take one at this moment: the condition is checked again, and those that still wait are read after it.
        ChatId[] awake = [.. found.Select(c => c.Id).Except(asleep)];
        await db.Chats.Where(c => awake.Contains(c.Id) && c.Status == ChatStatus.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.Told, told).SetProperty(c => c.Version, c => c.Version + 1), ct);
        var waiting = await db.Chats.AsNoTracking().Where(c => awake.Contains(c.Id) && c.Status == ChatStatus.Waiting)
            .OrderBy(c => c.WaitingSince).ThenBy(c => c.Id).ToListAsync(ct);

        var texts = new List<AutomaticText>();
        foreach (var ofGroup in waiting.GroupBy(c => c.GroupId))
        {
            var text = groups.Single(g => g.Group.Id == ofGroup.Key).Tells!.Value.Text;
            var positions = text.Contains("{queue.position", StringComparison.Ordinal) ? await PositionsAsync(db, [.. ofGroup], ct) : null;
            var cause = told is ToldWaiting.Queue ? AutomaticText.Queue : AutomaticText.Nobody;
            texts.AddRange(ofGroup.Select(c => new AutomaticText(c.Id, cause, text, positions?[c.Id])));
        }
        await AutomaticText.WriteAsync(db, open.Feed, engine, texts, now, ct);
        return found.Count;
    }

    /// <summary>Each chat's place among the waiting chats of its group.</summary>
    /// <param name="chats">Of one group, the oldest first.</param>
    private static async Task<Dictionary<ChatId, int>> PositionsAsync(BalcaoDb db, IReadOnlyList<Chat> chats, CancellationToken ct)
    {
        var (group, first, since, until) = (chats[0].GroupId, chats[0].Id, chats[0].WaitingSince, chats[^1].WaitingSince);
        var queue = db.Chats.Waiting.Where(c => c.GroupId == group);
        var before = await queue.CountAsync(c => c.WaitingSince < since || (c.WaitingSince == since && c.Id < first), ct);
        var ids = await queue.Where(c => c.WaitingSince >= since && c.WaitingSince <= until && (c.WaitingSince > since || c.Id == first || c.Id > first))
            .OrderBy(c => c.WaitingSince).ThenBy(c => c.Id).Select(c => c.Id).ToListAsync(ct);
        return ids.Index().ToDictionary(at => at.Item, at => before + at.Index + 1);
    }

    private static async Task AnnounceAsync(OpenWork open, IReadOnlyCollection<ChatId> chats, CancellationToken ct)
    {
        var contacts = await (
            from chat in open.Db.Chats.Where(c => chats.Contains(c.Id))
            join conversation in open.Db.Conversations on new { chat.TenantId, Id = chat.ConversationId } equals new { conversation.TenantId, conversation.Id }
            select new { chat.TenantId, chat.Id, conversation.ContactId }).ToListAsync(ct);
        foreach (var chat in contacts) open.Feed.ChatChanged(chat.TenantId, chat.Id, chat.ContactId);
    }

    private static IQueryable<Chat> WaitingIn(BalcaoDb db, IReadOnlyList<StaffedGroup> groups)
    {
        ChatGroupId[] ids = [.. groups.Select(g => g.Group.Id)];
        return db.Chats.Waiting.Where(c => ids.Contains(c.GroupId));
    }

    /// <summary>
    /// The groups that tell their waiting customers something, once for each thing that these may have heard before. A group with
    /// room tells nothing: its chats are given out.
    /// </summary>
    private static IEnumerable<(ToldWaiting Told, ToldWaiting Before, IReadOnlyList<StaffedGroup> Groups)> Telling(Staff staff) =>
        from told in staff.Groups.Except(staff.WithRoom).Where(g => g.Tells is not null).GroupBy(g => g.Tells!.Value.Told)
        from before in told.Key is ToldWaiting.Queue ? (ToldWaiting[])[ToldWaiting.NobodyOnline, ToldWaiting.Nothing] : [ToldWaiting.Nothing]
        select (told.Key, before, (IReadOnlyList<StaffedGroup>)[.. told]);

    /// <summary>
    /// The oldest first. The conditions are those of the index of untold chats, written so that both databases recognise it.
    /// </summary>
    private static IQueryable<Chat> Untold(BalcaoDb db, ToldWaiting before, IReadOnlyList<StaffedGroup> groups) => WaitingIn(db, groups)
        .Where(c => !c.IsSilent && c.Told != ToldWaiting.Queue && c.Told == before).OrderBy(c => c.WaitingSince).ThenBy(c => c.Id);
}
