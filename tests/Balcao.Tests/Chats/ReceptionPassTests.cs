using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contract;
using Balcao.Tests.Realtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Chats;

/// <summary>What one look at a tenant does, and what it costs.</summary>
[Rule("A3")]
public sealed class ReceptionPassTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers, _groups;

    [Fact]
    public async Task Chats_are_given_out_with_a_fixed_number_of_statements_however_many_they_are()
    {
        await using var ana = await Screen.OpenAsync(App, Ana);
        var group = await GroupAsync();
        for (var i = 0; i < 60; i++) await WaitAsync(group);
        await ChangeAsync(group, isEnabled: true);

        var statements = await Queries.OfAsync(AttendAsync);

        await Eventually(async () => await WaitingAsync(group) == 0, "all are given out");
        Assert.InRange(statements.Count, 0, 20);
        Assert.Equal(60, await App.ReadAsync(LojaExemplo, db => db.Chats.CountAsync(c => c.GroupId == group && c.AgentId == Ana.Id && c.Status == ChatStatus.InService, Cancel)));
    }

    [Fact]
    public async Task A_disabled_group_gives_nothing_out_until_it_is_enabled_again()
    {
        await using var ana = await Screen.OpenAsync(App, Ana);
        var group = await GroupAsync();
        await WaitAsync(group);
        await ChangeAsync(group, isEnabled: false);
        await AttendAsync();
        Assert.Equal(1, await WaitingAsync(group));

        await ChangeAsync(group, isEnabled: true);
        await AttendAsync();
        await Eventually(async () => await WaitingAsync(group) == 0, "it is given out");
    }

    /// <summary>A group of Ana's that does not distribute yet.</summary>
    private async Task<ChatGroupId> GroupAsync() => (await As(Clara).Api.CreateChatGroupAsync(
        new SaveChatGroupRequest { Name = $"Grupo {Interlocked.Increment(ref _groups)}", StartText = "Sou {agent.name}", Members = [new SaveChatGroupMember { AgentId = Ana.Id, IsAttendant = true }] }, Cancel)).Id;

    private Task ChangeAsync(ChatGroupId group, bool isEnabled) => App.WriteAsync(LojaExemplo, db => db.ChatGroups.Where(g => g.Id == group)
        .ExecuteUpdateAsync(set => set.SetProperty(g => g.IsEnabled, isEnabled).SetProperty(g => g.DistributesAutomatically, true), Cancel));

    private Task<PlacedChat> WaitAsync(ChatGroupId group) => App.ChatWaiting(Balcao500, group, new Customer("Cliente", $"55119514{Interlocked.Increment(ref _customers):00000}"));

    private Task<int> WaitingAsync(ChatGroupId group) => App.ReadAsync(LojaExemplo, db => db.Chats.Waiting.CountAsync(c => c.GroupId == group, Cancel));

    private async Task AttendAsync()
    {
        while (!await App.Services.GetRequiredService<Reception>().AttendAsync(LojaExemplo, Cancel)) Cancel.ThrowIfCancellationRequested();
    }
}
