using Balcao.Contract;

namespace Balcao.Chats;

/// <summary>Rule A3: decides who gets which waiting chat. Reads nothing and changes nothing.</summary>
public static class Distributor
{
    /// <summary>
    /// Gives each chat to the first who qualifies in its group's order, beginning after the attendant who was given one last:
    /// ready, below their own limit over all groups and below the group's limit.
    /// </summary>
    /// <param name="waiting">The oldest first.</param>
    /// <param name="groups">Those that distribute; chats of others stay.</param>
    /// <param name="attendants">Everybody named in an order; who is missing gets nothing.</param>
    /// <returns>In the order of the chats; a chat for which nobody qualifies is left out.</returns>
    public static IReadOnlyList<GivenChat> Give(
        IEnumerable<WaitingChat> waiting, IEnumerable<DistributingGroup> groups, IEnumerable<ReadyAttendant> attendants)
    {
        var byGroup = groups.ToDictionary(group => group.Id, group => new Turn(group));
        var byAgent = attendants.ToDictionary(attendant => attendant.Id, attendant => new Load(attendant));
        var given = new List<GivenChat>();
        foreach (var chat in waiting)
        {
            if (byGroup.TryGetValue(chat.GroupId, out var turn) && turn.Next(byAgent) is { } agent) given.Add(new GivenChat(chat.Id, chat.GroupId, agent));
        }
        return given;
    }

    /// <summary>Whether the group could be given one chat more.</summary>
    public static bool HasRoom(DistributingGroup group, IEnumerable<ReadyAttendant> attendants) => WithRoom(group, attendants).Count > 0;

    /// <summary>Those who could be given one chat more of the group.</summary>
    public static IReadOnlyList<AgentId> WithRoom(DistributingGroup group, IEnumerable<ReadyAttendant> attendants)
    {
        var byAgent = attendants.ToDictionary(attendant => attendant.Id, attendant => new Load(attendant));
        return [.. group.Order.Where(agent => byAgent.TryGetValue(agent, out var load) && load.HasRoomIn(group))];
    }

    /// <summary>Where the group's order continues.</summary>
    private sealed class Turn(DistributingGroup group)
    {
        // After the last one; at the beginning, too, if that attendant is not in the order any more.
        private int _at = group.LastServedBy is { } last ? IndexOf(group.Order, last) + 1 : 0;

        public AgentId? Next(Dictionary<AgentId, Load> byAgent)
        {
            for (var step = 0; step < group.Order.Count; step++)
            {
                var place = (_at + step) % group.Order.Count;
                if (!byAgent.TryGetValue(group.Order[place], out var load) || !load.HasRoomIn(group)) continue;
                load.Add(group.Id);
                _at = place + 1;
                return group.Order[place];
            }
            return null;
        }

        private static int IndexOf(IReadOnlyList<AgentId> order, AgentId agent)
        {
            for (var place = 0; place < order.Count; place++)
                if (order[place] == agent) return place;
            return -1;
        }
    }

    /// <summary>What an attendant serves, with what has just been given.</summary>
    private sealed class Load(ReadyAttendant attendant)
    {
        private readonly Dictionary<ChatGroupId, int> _serving = new(attendant.Serving);
        private int _total = attendant.Serving.Values.Sum();

        public bool HasRoomIn(DistributingGroup group) =>
            (attendant.MostChats is not { } own || _total < own)
            && (group.MostChatsPerAgent is not { } most || _serving.GetValueOrDefault(group.Id) < most);

        public void Add(ChatGroupId group)
        {
            _serving[group] = _serving.GetValueOrDefault(group) + 1;
            _total++;
        }
    }
}

public sealed record WaitingChat(ChatId Id, ChatGroupId GroupId);

/// <param name="Order">The group's attendants, in its order.</param>
/// <param name="MostChatsPerAgent">How many of its chats one attendant serves at most. Null: no limit.</param>
public sealed record DistributingGroup(ChatGroupId Id, IReadOnlyList<AgentId> Order, AgentId? LastServedBy, int? MostChatsPerAgent);

/// <summary>An attendant who is enabled, connected and available.</summary>
/// <param name="MostChats">How many chats of all groups they serve at most. Null: no limit.</param>
/// <param name="Serving">How many chats they serve, by group.</param>
public sealed record ReadyAttendant(AgentId Id, int? MostChats, IReadOnlyDictionary<ChatGroupId, int> Serving);

public sealed record GivenChat(ChatId Id, ChatGroupId GroupId, AgentId Agent);
