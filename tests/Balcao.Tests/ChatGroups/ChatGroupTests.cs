using Balcao.Contract;
using Balcao.Platform;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.ChatGroups;

public sealed class ChatGroupTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task A_group_keeps_its_members_in_the_order_given()
    {
        var created = await CreateAsync("Vendas", Bruno, Ana);
        var saved = await As(Clara).Api.SaveChatGroupAsync(created.Id, Request("Vendas externas", Ana, Davi, Bruno), Cancel);

        Assert.Equal([Bruno.Id, Ana.Id], created.Members.Select(m => m.AgentId));
        Assert.Equal([Ana.Id, Davi.Id, Bruno.Id], saved.Members.Select(m => m.AgentId));
        Assert.Equal(("Vendas externas", "Vendas externas"), (saved.Name, saved.DisplayName));
        Assert.Equal(saved.Members, (await As(Ana).Api.ListChatGroupsAsync(Cancel)).Items.Single(g => g.Id == saved.Id).Members);
    }

    [Fact]
    public async Task Agents_who_leave_or_join_a_group_are_notified_of_their_changed_access()
    {
        var group = await CreateAsync("Troca", Ana, Bruno);
        var before = await NewestAsync();

        await As(Clara).Api.SaveChatGroupAsync(group.Id, Request("Troca", Davi, Ana), Cancel);

        var told = await App.ReadAsync(LojaExemplo, db => db.Feed
            .Where(e => e.Sequence > before && e.Record == ChangedRecord.Access).Select(e => e.RecordId).ToListAsync(Cancel));
        Assert.Equal([.. new[] { Bruno.PersonId, Davi.PersonId }.Order()], told.Order());
        Assert.DoesNotContain((await As(Bruno).Api.GetMeAsync(Cancel)).Groups, g => g.GroupId == group.Id);
        Assert.Contains((await As(Davi).Api.GetMeAsync(Cancel)).Groups, g => g.GroupId == group.Id);

        Task<long> NewestAsync() => App.ReadAsync(LojaExemplo, db => db.NewestFeedNumberAsync(LojaExemplo, Cancel));
    }

    [Fact]
    public async Task Group_names_are_unique_only_within_a_tenant()
    {
        Assert.Equal("chatGroup.nameTaken", (await CreateAsync(" Financeiro ").Refused()).Code);
        Assert.Equal("Financeiro", (await As(Renata).Api.CreateChatGroupAsync(Request("Financeiro", Igor), Cancel)).Name);
    }

    [Fact]
    public async Task Members_of_other_tenants_and_repeated_members_are_refused()
    {
        Assert.Equal("members", (await CreateAsync("Estranhos", Ana, Igor).Refused()).Field);
        Assert.Equal("members", (await CreateAsync("Repetidos", Ana, Ana).Refused()).Field);
        Assert.Equal("members", (await As(Clara).Api.CreateChatGroupAsync(new()
        {
            Name = "Nem um nem outro", Members = [new SaveChatGroupMember { AgentId = Ana.Id, IsAttendant = false }],
        }, Cancel).Refused()).Field);
    }

    [Fact]
    public async Task Another_tenant_neither_sees_nor_changes_a_group()
    {
        var list = await As(Renata).Api.ListChatGroupsAsync(Cancel);

        Assert.DoesNotContain(list.Items, g => g.Id == Atendimento || g.Id == Financeiro);
        Assert.Contains(list.Items, g => g.Id == GrupoDaOutra);
        Assert.Equal("resource.notFound", (await As(Renata).Api.SaveChatGroupAsync(Atendimento, Request("Tomado", Igor), Cancel).Refused()).Code);
    }

    [Fact]
    public async Task Agents_can_read_groups_but_not_change_them()
    {
        await As(Ana).Api.ListChatGroupsAsync(Cancel);

        Assert.Equal("http.403", (await As(Ana).Api.CreateChatGroupAsync(Request("Minha", Ana), Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_new_name_of_a_group_is_announced_as_a_change_of_its_numbers()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();

        await world.As(Clara).Api.SaveChatGroupAsync(Atendimento, Request("Balcão da loja", Ana, Bruno), Cancel);

        Assert.Contains(await world.ReadAsync(LojaExemplo, db => db.Feed.ToListAsync(Cancel)),
            e => e.Record == ChangedRecord.Number && e.RecordId == Balcao500.Id.Value);
        Assert.Equal("Balcão da loja", (await world.As(Ana).Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == Balcao500.Id).Group!.Name);
    }

    private Task<ChatGroupItem> CreateAsync(string name, params Member[] members) => As(Clara).Api.CreateChatGroupAsync(Request(name, members), Cancel);

    private static SaveChatGroupRequest Request(string name, params Member[] members) =>
        new() { Name = name, Members = [.. members.Select(m => new SaveChatGroupMember { AgentId = m.Id })] };
}
