using Balcao.Chats;
using Balcao.Contract;
using CsCheck;

namespace Balcao.Tests.Chats;

/// <summary>Who is given which chat, for any groups, limits and attendants.</summary>
[Rule("A3")]
[WithoutDatabase]
public sealed class DistributorTests
{
    private static readonly AgentId[] People = [.. Enumerable.Range(0, 6).Select(_ => AgentId.New(Opening))];

    private static readonly ChatGroupId[] Groups = [.. Enumerable.Range(0, 3).Select(_ => ChatGroupId.New(Opening))];

    private static readonly Gen<World> AnyWorld =
        from groups in Gen.Select(Gen.Shuffle(People), Gen.Int[0, 6], Gen.Int[0, 6], Limit, (order, members, last, most) =>
            (Order: order.Take(members).ToList(), Last: last < 6 ? People[last] : (AgentId?)null, Most: most)).Array[3]
        from ready in Gen.Select(Gen.Bool, Limit, Gen.Int[0, 3].Array[3], (isReady, most, serving) => (IsReady: isReady, Most: most, Serving: serving)).Array[6]
        from waiting in Gen.Int[0, 3].Array[0, 40]
        select new World(
            [.. groups.Select((g, at) => new DistributingGroup(Groups[at], g.Order, g.Last, g.Most))],
            [
                .. ready.Select((a, at) => (a, at)).Where(x => x.a.IsReady)
                    .Select(x => new ReadyAttendant(People[x.at], x.a.Most, x.a.Serving.Select((n, g) => (n, g)).ToDictionary(y => Groups[y.g], y => y.n))),
            ],
            [.. waiting.Select(g => new WaitingChat(ChatId.New(Opening), g < 3 ? Groups[g] : ChatGroupId.New(Opening)))]);

    private static Gen<int?> Limit => Gen.Int[-2, 5].Select(most => most < 0 ? (int?)null : most);

    [Fact]
    public void Nobody_is_given_more_than_a_limit_allows_and_only_attendants_who_are_ready_are_given_any() => AnyWorld.Sample(world =>
    {
        var given = world.Give();

        Assert.Equal(given.Count, given.Select(g => g.Id).Distinct().Count());
        foreach (var chat in given)
        {
            Assert.Equal(world.Waiting.Single(w => w.Id == chat.Id).GroupId, chat.GroupId);
            Assert.Contains(chat.Agent, world.Groups.Single(g => g.Id == chat.GroupId).Order);
            Assert.Contains(world.Ready, a => a.Id == chat.Agent);
        }
        foreach (var agent in world.Ready.Where(a => given.Any(g => g.Agent == a.Id)))
        {
            Assert.True(agent.MostChats is not { } own || World.ServedAfter(given, agent, null) <= own);
            foreach (var group in world.Groups.Where(g => given.Any(x => x.Agent == agent.Id && x.GroupId == g.Id)))
                Assert.True(group.MostChatsPerAgent is not { } most || World.ServedAfter(given, agent, group.Id) <= most);
        }
    });

    [Fact]
    public void No_chat_goes_on_waiting_while_somebody_qualifies_and_an_older_chat_of_a_group_goes_first() => AnyWorld.Sample(world =>
    {
        var given = world.Give();
        var left = world.Waiting.Where(w => given.All(g => g.Id != w.Id)).ToList();
        var after = world.Ready.Select(a => a with { Serving = Groups.ToDictionary(g => g, g => World.ServedAfter(given, a, g)) }).ToList();

        foreach (var group in world.Groups)
        {
            if (left.Any(w => w.GroupId == group.Id)) Assert.False(Distributor.HasRoom(group, after));
            var (first, last) = (left.FindIndex(w => w.GroupId == group.Id), given.LastOrDefault(g => g.GroupId == group.Id));
            if (first >= 0 && last is not null)
                Assert.True(world.Waiting.FindIndex(w => w.Id == last.Id) < world.Waiting.FindIndex(w => w.Id == left[first].Id));
        }
    });

    [Fact]
    public void While_nobody_reaches_a_limit_the_shares_differ_by_at_most_one() =>
        // What an attendant serves elsewhere, and limits that are not reached, change nothing.
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 6], Gen.Int[0, 60].Array[1, 4], Gen.Bool, Gen.Int[0, 9].Array[6]).Sample((members, last, rounds, hasLimits, elsewhere) =>
        {
            int? most = hasLimits ? rounds.Sum() + 10 : null;
            var group = new DistributingGroup(Groups[0], People[..members], last < 6 ? People[last] : null, most);
            var shares = new Dictionary<AgentId, int>();
            foreach (var count in rounds)
            {
                var given = Distributor.Give(
                    Enumerable.Range(0, count).Select(_ => new WaitingChat(ChatId.New(Opening), group.Id)), [group],
                    group.Order.Select((id, at) => new ReadyAttendant(
                        id, most, new Dictionary<ChatGroupId, int> { [Groups[0]] = shares.GetValueOrDefault(id), [Groups[1]] = elsewhere[at] })));
                Assert.Equal(count, given.Count);
                foreach (var chat in given) shares[chat.Agent] = shares.GetValueOrDefault(chat.Agent) + 1;
                if (count > 0) group = group with { LastServedBy = given[^1].Agent };
                var of = group.Order.Select(id => shares.GetValueOrDefault(id)).ToList();
                Assert.InRange(of.Max() - of.Min(), 0, 1);
            }
        });

    [Theory]
    [InlineData(null, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 0)]
    [InlineData(5, 0)]
    public void The_first_one_is_looked_for_after_the_attendant_who_was_given_a_chat_last(int? last, int next)
    {
        var group = new DistributingGroup(Groups[0], People[..3], last is { } at ? People[at] : null, null);
        var given = Distributor.Give([new WaitingChat(ChatId.New(Opening), group.Id)], [group], People.Select(Free));
        Assert.Equal(People[next], Assert.Single(given).Agent);
    }

    [Fact]
    public void A_limit_of_nought_gives_nothing() => Assert.Empty(Distributor.Give(
        [new WaitingChat(ChatId.New(Opening), Groups[0])], [new DistributingGroup(Groups[0], [People[0]], null, null)], [Free(People[0]) with { MostChats = 0 }]));

    private static ReadyAttendant Free(AgentId id) => new(id, null, new Dictionary<ChatGroupId, int>());

    private sealed record World(List<DistributingGroup> Groups, List<ReadyAttendant> Ready, List<WaitingChat> Waiting)
    {
        public IReadOnlyList<GivenChat> Give() => Distributor.Give(Waiting, Groups, Ready);

        public static int ServedAfter(IReadOnlyList<GivenChat> given, ReadyAttendant agent, ChatGroupId? group) =>
            agent.Serving.Where(s => group is null || s.Key == group).Sum(s => s.Value) + given.Count(g => g.Agent == agent.Id && (group is null || g.GroupId == group));
    }
}
