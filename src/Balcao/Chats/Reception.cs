using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.Variables;
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
            if (await units.ReadAsync(scope, open => FindWorkAsync(open.Db, ct), ct) is not { } found) return true;
            if (await units.WriteAsync(scope, open => PassAsync(open, tenant, found, ct), ct)) return true;
        }
        return false;
    }

    /// <returns>Null: there is nothing to do.</returns>
    private async Task<Found?> FindWorkAsync(BalcaoDb db, CancellationToken ct)
    {
        var staff = await Staff.LoadAsync(db, time.GetUtcNow(), ct);
        if (staff.WithRoom is { Count: > 0 } groups && await WaitingIn(db, groups).AnyAsync(ct))
            return new Found([.. groups.Select(g => g.Group.Id)], groups.SelectMany(g => Distributor.WithRoom(g.Distributing, staff.Ready)).ToHashSet());
        foreach (var (_, before, telling) in Telling(staff))
            if (await Untold(db, before, telling).AnyAsync(ct)) return new Found([], new HashSet<AgentId>());
        return null;
    }

    /// <returns>Whether nothing is left to do. What has changed since the pass began rings by itself.</returns>
    private async Task<bool> PassAsync(OpenWork open, TenantId tenant, Found found, CancellationToken ct)
    {
        var db = open.Db;
        if (found.Groups is { Length: > 0 } groups)
        {
            // From here until the commit none of these loses the right to serve, and their counts of chats do not grow but by us. Groups
            // are locked before agents, and agents before chats, in one order; what was read before is read again.
            await db.ChatGroups.Where(g => groups.Contains(g.Id)).ExecuteUpdateAsync(set => set.SetProperty(g => g.Name, g => g.Name), ct);
            await engine.LockRowsAsync<Agent>(db, tenant, [.. found.Agents.Select(id => id.Value)], ct);
        }
        var now = time.GetUtcNow();
        var staff = await Staff.LoadAsync(db, now, ct);
        var (given, areAllGiven) = await DistributeAsync(open, tenant, staff, found, now, ct);
        return areAllGiven && await TellAsync(open, tenant, staff.After(given), now, ct) < Slice;
    }

    private async Task<(IReadOnlyList<GivenChat> Given, bool AreAllGiven)> DistributeAsync(
        OpenWork open, TenantId tenant, Staff staff, Found found, DateTimeOffset now, CancellationToken ct)
    {
        var db = open.Db;
        // Whose row is not locked gets nothing. They connected a moment ago, and rang.
        var locked = staff with { Ready = [.. staff.Ready.Where(a => found.Agents.Contains(a.Id))] };
        StaffedGroup[] groups = [.. locked.WithRoom.Where(g => found.Groups.Contains(g.Group.Id))];
        if (groups.Length == 0) return ([], true);
        var waiting = await WaitingIn(db, groups).OrderBy(c => c.WaitingSince).ThenBy(c => c.Id).Take(Slice)
            .Select(c => new { c.Id, c.GroupId, c.ConversationId }).ToListAsync(ct);
        var meant = Distributor.Give(waiting.Select(c => new WaitingChat(c.Id, c.GroupId)), groups.Select(g => g.Distributing), locked.Ready);
        if (meant.Count == 0) return ([], true);

        ChatId[] chats = [.. meant.Select(g => g.Id)];
        await engine.LockRowsAsync<Conversation>(db, tenant, [.. waiting.Where(c => chats.Contains(c.Id)).Select(c => c.ConversationId.Value)], ct);
        var claimed = await ClaimAsync(db, chats, now, ct);
        GivenChat[] given = [.. meant.Where(g => claimed.ContainsKey(g.Id))];
        await ServeAsync(open, staff, groups, given, claimed, now, ct);
        return (given, waiting.Count < Slice && given.Length == meant.Count);
    }

    /// <summary>All at once; who serves each is written with the rest of the pass.</summary>
    /// <returns>Those that were still waiting; agents may have taken others a moment earlier.</returns>
    private static async Task<IReadOnlyDictionary<ChatId, ChatPlace>> ClaimAsync(BalcaoDb db, ChatId[] chats, DateTimeOffset now, CancellationToken ct)
    {
        await TakeChat.ClaimAsync(db.Chats.Where(c => chats.Contains(c.Id)), agent: null, now, ct);
        return await ChatPlace.LoadAsync(db, db.Chats.Where(c => chats.Contains(c.Id) && c.Status == ChatStatus.InService && c.AgentId == null), ct);
    }

    private async Task ServeAsync(
        OpenWork open, Staff staff, IReadOnlyList<StaffedGroup> groups, IReadOnlyList<GivenChat> given, IReadOnlyDictionary<ChatId, ChatPlace> claimed,
        DateTimeOffset now, CancellationToken ct)
    {
        var rows = new RowSet(open.Db, engine);
        foreach (var ticket in given.Select(g => claimed[g.Id].Ticket).Distinct()) rows.Loaded(ticket);
        var places = new Dictionary<ChatId, ChatPlace>();
        foreach (var (id, _, agent) in given)
        {
            var name = staff.Names[agent];
            var place = places[id] = claimed[id] with { AgentName = name };
            rows.Loaded(place.Chat);
            place.Chat.GiveTo(agent);
            TicketOfTakenChat.Attend(rows, open.Feed, place.Ticket, agent, name, now);
            open.Feed.ChatChanged(place.Chat.TenantId, id, place.Conversation.ContactId);
        }
        foreach (var last in given.GroupBy(g => g.GroupId).Select(g => g.Last()))
        {
            AgentId? agent = last.Agent;
            await open.Db.ChatGroups.Where(g => g.Id == last.GroupId).ExecuteUpdateAsync(set => set.SetProperty(g => g.LastServedBy, agent), ct);
        }
        var texts = groups.Where(g => g.Group.StartText is not null).ToDictionary(g => g.Group.Id, g => g.Group.StartText!);
        await AutomaticText.WriteAsync(
            open.Db, open.Feed, engine, rows,
            [.. given.Where(g => texts.ContainsKey(g.GroupId)).Select(g => new AutomaticText(g.Id, AutomaticText.Start, texts[g.GroupId]))], places, now, ct);
    }

    /// <returns>How many chats were looked at, at most a slice.</returns>
    private async Task<int> TellAsync(OpenWork open, TenantId tenant, Staff staff, DateTimeOffset now, CancellationToken ct)
    {
        var done = 0;
        foreach (var (told, before, groups) in Telling(staff))
            if (done < Slice) done += await TellAsync(open, tenant, told, Untold(open.Db, before, groups).Take(Slice - done), groups, now, ct);
        return done;
    }

    private async Task<int> TellAsync(
        OpenWork open, TenantId tenant, ToldWaiting told, IQueryable<Chat> untold, IReadOnlyList<StaffedGroup> groups, DateTimeOffset now, CancellationToken ct)
    {
        var db = open.Db;
        var found = await (
            from chat in untold
            join conversation in db.Conversations on new { chat.TenantId, Id = chat.ConversationId } equals new { conversation.TenantId, conversation.Id }
            select new { chat.Id, chat.ConversationId, conversation.ChannelId, conversation.LastInboundAt }).ToListAsync(ct);
        if (found.Count == 0) return 0;
        // Before the chats, as everywhere: an agent who takes one at this moment waits here instead of in a deadlock.
        await engine.LockRowsAsync<Conversation>(db, tenant, [.. found.Select(c => c.ConversationId.Value)], ct);
        var hours = (await HoursOfChannels.LoadAsync(db, [.. found.Select(c => c.ChannelId).Distinct()], ct)).ToDictionary(of => of.Key, of => new Hours(of.Value));
        ChatId[] asleep = [.. found.Where(c => WaitingOverHours.IsTooLate(c.LastInboundAt, Uuid7.InstantOf(c.Id.Value), hours.GetValueOrDefault(c.ChannelId), now)).Select(c => c.Id)];
        if (asleep.Length > 0)
            await db.Chats.Where(c => asleep.Contains(c.Id)).ExecuteUpdateAsync(set => set
                .SetProperty(c => c.IsSilent, true).SetProperty(c => c.Version, c => c.Version + 1), ct);

        // An agent may take one at this moment: the condition is checked again, and those that still wait are read after it.
        ChatId[] awake = [.. found.Select(c => c.Id).Except(asleep)];
        if (awake.Length == 0) return found.Count;
        await db.Chats.Where(c => awake.Contains(c.Id) && c.Status == ChatStatus.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.Told, told).SetProperty(c => c.Version, c => c.Version + 1), ct);
        var waiting = await db.Chats.AsNoTracking().Where(c => awake.Contains(c.Id) && c.Status == ChatStatus.Waiting)
            .OrderBy(c => c.WaitingSince).ThenBy(c => c.Id).ToListAsync(ct);

        var texts = new List<AutomaticText>();
        foreach (var ofGroup in waiting.GroupBy(c => c.GroupId))
        {
            var text = groups.Single(g => g.Group.Id == ofGroup.Key).Tells!.Value.Text;
            var positions = VariableText.Names(text, VariableNames.QueuePosition) ? await PositionsAsync(db, [.. ofGroup], ct) : null;
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

    /// <summary>What a pass may give out; both empty if it only tells.</summary>
    /// <param name="Groups">With waiting chats and room.</param>
    /// <param name="Agents">Their attendants with room.</param>
    private sealed record Found(ChatGroupId[] Groups, IReadOnlySet<AgentId> Agents);
}
