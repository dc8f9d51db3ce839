using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contract;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Chats;

/// <summary>
/// Whatever happens to agents, groups and chats: once the reception has come to rest, the rule of distribution holds for what the
/// database contains. On PostgreSQL two servers attend.
/// </summary>
public sealed class DistributionAtRestTests(BalcaoApp app) : HttpTests(app)
{
    private static readonly Member[] Team = [Clara, Ana, Bruno, Davi];

    // Most happenings are new chats, so that limits are reached.
    private static readonly Gen<(int Kind, int Who, int Group, int Number)[]> Happenings =
        Gen.Select(Gen.Int[0, 13], Gen.Int[0, Team.Length - 1], Gen.Int[0, 1], Gen.Int[0, 1_000]).Array[40];

    private static int _customers, _screens;

    private IReadOnlyList<WebApplication> _nodes = [];
    private ChatGroupId[] _groups = [];

    [Fact, Rule("A3")]
    public async Task No_chat_waits_while_an_attendant_has_room_and_nobody_is_given_one_beyond_a_limit_or_while_away()
    {
        _nodes = await App.NodesAsync();
        using var clara = As(Clara);
        _groups = [Atendimento, (await clara.Api.CreateChatGroupAsync(new SaveChatGroupRequest { Name = "Troca", Members = [] }, Cancel)).Id];
        foreach (var group in _groups) await SaveGroupAsync(group, 0b1111);

        await Happenings.SampleAsync(async happenings =>
        {
            var before = await ReadAsync();
            foreach (var (kind, who, group, number) in happenings)
            {
                await HappenAsync(kind, Team[who], _groups[group], number);
                await Task.WhenAll(_nodes.Select(node => RestAsync(node.Services.GetRequiredService<Reception>())));
                var after = await ReadAsync();
                after.Check(before);
                before = after;
            }
        }, iter: 3, threads: 1);
    }

    private static async Task RestAsync(Reception reception)
    {
        while (!await reception.AttendAsync(LojaExemplo, Cancel)) Cancel.ThrowIfCancellationRequested();
    }

    private async Task HappenAsync(int kind, Member agent, ChatGroupId group, int number)
    {
        var leases = _nodes[number % _nodes.Count].Services.GetRequiredService<PresenceLeases>();
        switch (kind)
        {
            case <= 5:
                await App.ChatWaiting(Balcao500, group, new Customer("Cliente", $"55119513{Interlocked.Increment(ref _customers):00000}"));
                break;
            case <= 7:
                await leases.AddAsync(LojaExemplo, agent.Id, $"tela-{Interlocked.Increment(ref _screens)}", Cancel);
                break;
            case 8:
                foreach (var screen in await App.ReadAsync(LojaExemplo, db => db.PresenceLeases.Where(l => l.AgentId == agent.Id).Select(l => l.ConnectionId).ToListAsync(Cancel)))
                    await leases.RemoveAsync(LojaExemplo, agent.Id, screen, Cancel);
                break;
            case 9:
                await As(agent).Api.SetAvailabilityAsync(number % 3 > 0, Cancel);
                break;
            case 10:
                int? own = number % 5 == 0 ? null : number % 5;
                await App.WriteAsync(LojaExemplo, db => db.Agents.Where(a => a.Id == agent.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.MostChats, own), Cancel));
                break;
            case 11:
                await SaveGroupAsync(group, number);
                break;
            default:
                if ((await As(agent).Api.ListChatsAsync(mine: true, ct: Cancel)).Items is [var served, ..])
                    await As(agent).Api.CloseChatAsync(served.Id, new CloseChatRequest { ResolveTicket = true }, Cancel);
                break;
        }
    }

    /// <summary>Changes who attends, in which order, and the limit. Chats of those who no longer attend wait again.</summary>
    private async Task SaveGroupAsync(ChatGroupId group, int number) => await As(Clara).Api.SaveChatGroupAsync(group, new SaveChatGroupRequest
    {
        Name = $"{group}", DistributesAutomatically = true, MostChatsPerAgent = number % 4 == 0 ? null : number % 4,
        Members = [.. Team.Where((_, at) => (number >> at) % 2 == 1 || at == number % Team.Length).OrderBy(m => (number * 31 + m.Name.Length) % 7).Select(m => new SaveChatGroupMember { AgentId = m.Id })],
    }, Cancel);

    private Task<State> ReadAsync() => App.ReadAsync(LojaExemplo, async db =>
    {
        var now = App.Time.GetUtcNow();
        return new State(
            await db.Chats.AsNoTracking().Open.Where(c => _groups.Contains(c.GroupId)).ToDictionaryAsync(c => c.Id, Cancel),
            await db.Agents.AsNoTracking().ToDictionaryAsync(a => a.Id, Cancel),
            await db.ChatGroups.AsNoTracking().Where(g => _groups.Contains(g.Id)).ToListAsync(Cancel),
            [.. (await db.ChatGroupMemberships.AsNoTracking().Where(m => m.IsAttendant).ToListAsync(Cancel)).Select(m => (m.GroupId, m.AgentId))],
            await db.PresenceLeases.Where(l => l.ExpiresAt > now).Select(l => l.AgentId).ToHashSetAsync(Cancel));
    });

    private sealed record State(
        Dictionary<ChatId, Chat> Open, Dictionary<AgentId, Agent> Agents, List<ChatGroup> Groups, HashSet<(ChatGroupId, AgentId)> Attendants, HashSet<AgentId> Online)
    {
        public void Check(State before)
        {
            foreach (var chat in Open.Values.Where(c => c.AgentId is not null && before.Open.GetValueOrDefault(c.Id)?.AgentId != c.AgentId))
            {
                var (agent, group) = (chat.AgentId!.Value, Groups.Single(g => g.Id == chat.GroupId));
                Assert.True(IsReady(group, agent), "only those who are there and available are given a chat");
                Assert.True(Agents[agent].MostChats is not { } own || Served(agent, null) <= own, "the agent's own limit");
                Assert.True(group.MostChatsPerAgent is not { } most || Served(agent, group) <= most, "the group's limit");
            }
            foreach (var group in Groups.Where(g => Open.Values.Any(c => c.AgentId is null && c.GroupId == g.Id)))
                Assert.DoesNotContain(Agents.Keys, agent => IsReady(group, agent) && HasRoom(group, agent));
        }

        private bool IsReady(ChatGroup group, AgentId agent) => Attendants.Contains((group.Id, agent)) && Online.Contains(agent) && Agents[agent] is { IsEnabled: true, IsAvailable: true };

        private bool HasRoom(ChatGroup group, AgentId agent) =>
            (Agents[agent].MostChats is not { } own || Served(agent, null) < own) && (group.MostChatsPerAgent is not { } most || Served(agent, group) < most);

        private int Served(AgentId agent, ChatGroup? group) => Open.Values.Count(c => c.AgentId == agent && (group is null || c.GroupId == group.Id));
    }
}
