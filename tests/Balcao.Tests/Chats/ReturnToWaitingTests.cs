using System.Net;
using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contract;
using Balcao.Tests.Realtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Chats;

/// <summary>Whoever may no longer serve holds no chat: it waits again, for others to take.</summary>
[Rule("A7"), Finding("M1")]
public sealed class ReturnToWaitingTests(BalcaoApp app) : HttpTests(app)
{
    private static int _count;

    [Fact]
    public async Task The_chats_of_a_disabled_agent_wait_again_before_those_that_came_later()
    {
        var paula = await JoinAsync();
        var group = await GroupOfAsync(paula, Bruno);
        var (first, since) = (await ChatAsync(group), App.Time.GetUtcNow());
        App.LetPass(TimeSpan.FromMinutes(7));
        var later = await ChatAsync(group);
        await App.As(paula).Api.TakeChatAsync(first.Id, Cancel);
        App.LetPass(TimeSpan.FromMinutes(7));
        var closed = await ChatAsync(group);
        await App.As(paula).Api.TakeChatAsync(closed.Id, Cancel);
        await App.As(paula).Api.CloseChatAsync(closed.Id, new() { ResolveTicket = true }, Cancel);

        await As(Clara).Api.ChangeAgentAsync(paula.Id, new() { IsEnabled = false }, Cancel);

        var bruno = As(Bruno).Api;
        var waiting = (await bruno.ListChatsAsync(ChatStatus.Waiting, limit: 200, ct: Cancel)).Items.Where(c => c.Group.Id == group).ToList();
        Assert.Equal([first.Id, later.Id], waiting.Select(c => c.Id));
        Assert.Equal((since, null, null), (waiting[0].WaitingSince, waiting[0].StartedAt, waiting[0].Agent));
        Assert.Equal((ChatStatus.Closed, paula.Name), await bruno.GetChatAsync(closed.Id, Cancel) is var done ? (done.Status, done.Agent?.Name) : default);

        await bruno.TakeChatAsync(first.Id, Cancel);
        await bruno.AddNoteAsync(first.Id, new() { ClientKey = "m1", Text = "A Paula saiu" }, Cancel);
        await bruno.CloseChatAsync(first.Id, new() { ResolveTicket = true }, Cancel);
        Assert.Equal(App.Time.GetUtcNow(), (await bruno.GetChatAsync(first.Id, Cancel)).StartedAt);
    }

    [Fact]
    public async Task An_agent_who_is_taken_out_of_a_group_gives_back_the_chats_of_that_group_alone()
    {
        var paula = await JoinAsync();
        var (leaves, stays) = (await GroupOfAsync(paula, Bruno), await GroupOfAsync(paula));
        var (given, kept, others) = (await ChatAsync(leaves), await ChatAsync(stays), await ChatAsync(leaves));
        foreach (var chat in (PlacedChat[])[given, kept]) await App.As(paula).Api.TakeChatAsync(chat.Id, Cancel);
        await As(Bruno).Api.TakeChatAsync(others.Id, Cancel);

        await SaveAsync(leaves, Bruno);

        Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(given));
        Assert.Equal((ChatStatus.InService, paula.Id), await HeldAsync(kept));
        Assert.Equal((ChatStatus.InService, Bruno.Id), await HeldAsync(others));
        await App.As(paula).Api.CloseChatAsync(kept.Id, new() { ResolveTicket = false }, Cancel);
    }

    [Fact]
    public async Task An_agent_who_stays_in_the_group_keeps_the_chats_whatever_the_order_and_the_part()
    {
        var paula = await JoinAsync();
        var group = await GroupOfAsync(paula, Bruno);
        var chat = await ChatAsync(group);
        await App.As(paula).Api.TakeChatAsync(chat.Id, Cancel);

        await SaveAsync(group, Bruno, paula);
        Assert.Equal((ChatStatus.InService, paula.Id), await HeldAsync(chat));
        await As(Clara).Api.SaveChatGroupAsync(group, new()
        {
            Name = $"Turno {Interlocked.Increment(ref _count)}", Members = [new SaveChatGroupMember { AgentId = paula.Id, IsAttendant = false, IsAdministrator = true }],
        }, Cancel);

        Assert.Equal((ChatStatus.InService, paula.Id), await HeldAsync(chat));
        await App.As(paula).Api.CloseChatAsync(chat.Id, new() { ResolveTicket = true }, Cancel);
    }

    [Fact]
    public async Task A_former_administrator_gives_back_what_they_no_longer_see()
    {
        var paula = await JoinAsync(Role.Administrator);
        var (seen, unseen) = (await GroupOfAsync(paula), await GroupOfAsync(Bruno));
        var (kept, given) = (await ChatAsync(seen), await ChatAsync(unseen));
        foreach (var chat in (PlacedChat[])[kept, given]) await App.As(paula).Api.TakeChatAsync(chat.Id, Cancel);

        await As(Clara).Api.ChangeAgentAsync(paula.Id, new() { Role = Role.Agent }, Cancel);

        Assert.Equal((ChatStatus.InService, paula.Id), await HeldAsync(kept));
        Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(given));
        await As(Bruno).Api.TakeChatAsync(given.Id, Cancel);
    }

    [Fact]
    public async Task A_change_that_is_refused_gives_nothing_back()
    {
        var paula = await JoinAsync();
        var group = await GroupOfAsync(paula, Bruno);
        var chat = await ChatAsync(group);
        await App.As(paula).Api.TakeChatAsync(chat.Id, Cancel);

        Assert.Equal("chatGroup.nameTaken", (await As(Clara).Api.SaveChatGroupAsync(group, Request("Financeiro", Bruno), Cancel).Refused()).Code);
        Assert.Equal("input.invalid", (await As(Clara).Api.ChangeAgentAsync(paula.Id, new() { IsEnabled = false, Role = Role.Operator }, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await As(Renata).Api.ChangeAgentAsync(paula.Id, new() { IsEnabled = false }, Cancel).Refused()).Code);

        Assert.Equal((ChatStatus.InService, paula.Id), await HeldAsync(chat));
    }

    [Fact]
    public async Task Open_screens_of_those_who_may_serve_see_it_at_once_and_no_others()
    {
        var paula = await JoinAsync();
        var group = await GroupOfAsync(paula, Bruno);
        var chat = await ChatAsync(group);
        await App.As(paula).Api.TakeChatAsync(chat.Id, Cancel);
        await using var bruno = await Screen.OpenAsync(App, Bruno);
        await using var davi = await Screen.OpenAsync(App, Davi);
        await using var renata = await Screen.OpenAsync(App, Renata);

        await As(Clara).Api.ChangeAgentAsync(paula.Id, new() { IsEnabled = false }, Cancel);
        await bruno.CatchesUpAsync(LojaExemplo);
        await davi.CatchesUpAsync(LojaExemplo);

        Assert.Equal(ChatStatus.Waiting, bruno.Pushes.SelectMany(p => p.Chats).Last(c => c.Id == chat.Id).Status);
        Assert.DoesNotContain(davi.Pushes.SelectMany(p => p.Chats), c => c.Id == chat.Id);
        Assert.DoesNotContain(renata.Pushes, p => p.From < p.To);
    }

    [Fact]
    public async Task A_chat_taken_at_the_moment_its_agent_leaves_the_group_does_not_stay_with_them()
    {
        var group = await GroupOfAsync(Ana, Bruno);
        using var bruno = As(Bruno);
        using var clara = As(Clara);
        await Task.WhenAll(bruno.Api.GetMeAsync(Cancel), clara.Api.GetMeAsync(Cancel)); // both signed in before the race
        for (var round = 0; round < 10; round++)
        {
            var chat = await ChatAsync(group);

            var taking = bruno.PostAsync($"/api/chats/{chat.Id}/assignment", null, Cancel);
            await Task.WhenAll(taking, clara.Api.SaveChatGroupAsync(group, Request("Corrida", Ana), Cancel));

            Assert.Contains((await taking).StatusCode, (HttpStatusCode[])[HttpStatusCode.NoContent, HttpStatusCode.NotFound]);
            Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(chat));
            await clara.Api.SaveChatGroupAsync(group, Request("Corrida", Ana, Bruno), Cancel);
        }
    }

    [Fact]
    public async Task A_chat_taken_at_the_moment_its_agent_is_disabled_does_not_stay_with_them()
    {
        var paula = await JoinAsync();
        var group = await GroupOfAsync(paula, Bruno);
        for (var round = 0; round < 5; round++)
        {
            var chat = await ChatAsync(group);
            using var screen = App.As(paula); // signed in anew: disabling ends every sign-in
            await screen.Api.GetMeAsync(Cancel);

            var taking = screen.PostAsync($"/api/chats/{chat.Id}/assignment", null, Cancel);
            await Task.WhenAll(taking, As(Clara).Api.ChangeAgentAsync(paula.Id, new() { IsEnabled = false }, Cancel));

            Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(chat));
            await As(Clara).Api.ChangeAgentAsync(paula.Id, new() { IsEnabled = true }, Cancel);
        }
    }

    [Fact]
    public async Task Many_chats_of_a_group_with_a_long_grace_time_do_not_keep_those_of_another_group_from_waiting_again()
    {
        var (paula, rosa) = (await JoinAsync(), await JoinAsync());
        var (patient, hasty) = (await GroupOfAsync(paula), await GroupOfAsync(rosa));
        await As(Clara).Api.SaveChatGroupAsync(patient, Request($"Turno {Interlocked.Increment(ref _count)}", paula) with { GraceMinutes = ChatGroupLimits.MostMinutes }, Cancel);
        Customer[] many = [.. Enumerable.Range(0, Reception.Slice + 1).Select(i => new Customer("Cliente", $"55119700{i:00000}"))];
        await App.PostWebhook(Webhooks.From(Balcao500, [.. many.Select(customer => Webhooks.Text(customer, "Oi", App.Time.GetUtcNow()))]));
        var chat = await ChatAsync(hasty);
        await App.WriteAsync(LojaExemplo, async db =>
        {
            DateTimeOffset? now = App.Time.GetUtcNow();
            await ServeAsync(db.Chats.Where(c => c.GroupId == Atendimento && c.Status == ChatStatus.Waiting), paula, patient);
            await ServeAsync(db.Chats.Where(c => c.Id == chat.Id), rosa, hasty);
            // Paula left first.
            DateTimeOffset? earlier = now - TimeSpan.FromMinutes(1);
            await db.Agents.Where(a => a.Id == paula.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSeenAt, earlier), Cancel);
            await db.Agents.Where(a => a.Id == rosa.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSeenAt, now), Cancel);

            Task ServeAsync(IQueryable<Chat> chats, Member agent, ChatGroupId group) => chats.ExecuteUpdateAsync(set => set
                .SetProperty(c => c.Status, ChatStatus.InService).SetProperty(c => c.AgentId, agent.Id).SetProperty(c => c.GroupId, group).SetProperty(c => c.StartedAt, now), Cancel);
        });

        App.LetPass(TimeSpan.FromMinutes(10));
        await App.Services.GetRequiredService<Absences>().ReturnAsync(LojaExemplo, Cancel);

        Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(chat));
        Assert.Equal(many.Length, await App.ReadAsync(LojaExemplo, db => db.Chats.CountAsync(c => c.AgentId == paula.Id && c.Status == ChatStatus.InService, Cancel)));
    }

    [Theory, Rule("A10", "A4")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chat_that_waits_again_in_its_group_or_in_another_says_nothing_of_the_queue(bool isTransferred)
    {
        var (group, other) = (await GroupOfAsync(Ana, Bruno), await GroupOfAsync(Bruno));
        await App.WriteAsync(LojaExemplo, db => db.ChatGroups.Where(g => g.Id == group || g.Id == other)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.QueueText, "fila").SetProperty(g => g.NobodyOnlineText, "ninguém"), Cancel));
        // Given without having waited, so that its customer was told nothing.
        var chat = await App.ChatServedBy(Ana, new Customer("Cliente", $"55119601{Interlocked.Increment(ref _count):00000}"));
        await App.WriteAsync(LojaExemplo, db => db.Chats.Where(c => c.Id == chat.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.GroupId, group), Cancel));

        if (isTransferred) await As(Ana).Api.TransferChatAsync(chat.Id, new() { GroupId = other }, Cancel);
        else await SaveAsync(group, Bruno);
        await App.WriteAsync(LojaExemplo, db => db.ChatGroups.Where(g => g.Id == group)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.QueueText, "fila").SetProperty(g => g.NobodyOnlineText, "ninguém"), Cancel));
        while (!await App.Services.GetRequiredService<Reception>().AttendAsync(LojaExemplo, Cancel)) Cancel.ThrowIfCancellationRequested();

        Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(chat));
        Assert.DoesNotContain((await As(Clara).Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items, m => m.IsAutomatic);
    }

    /// <summary>A new agent, who can sign in.</summary>
    private async Task<Member> JoinAsync(Role role = Role.Agent)
    {
        var number = Interlocked.Increment(ref _count);
        var created = await As(Clara).Api.CreateAgentAsync(new() { Name = $"Paula Reis {number}", Email = $"paula{number}@loja.example", Role = role }, Cancel);
        await App.Anyone().Api.ChoosePasswordAsync(new() { Code = created.PasswordLink.Split("code=")[1], Password = Cast.Password }, Cancel);
        return new Member(created.Agent.Name, created.Agent.Email, role, LojaExemplo, created.Agent.Id.Value);
    }

    private async Task<ChatGroupId> GroupOfAsync(params Member[] members) =>
        (await As(Clara).Api.CreateChatGroupAsync(Request($"Turno {Interlocked.Increment(ref _count)}", members), Cancel)).Id;

    private Task<ChatGroupItem> SaveAsync(ChatGroupId group, params Member[] members) =>
        As(Clara).Api.SaveChatGroupAsync(group, Request($"Turno {Interlocked.Increment(ref _count)}", members), Cancel);

    private Task<PlacedChat> ChatAsync(ChatGroupId group) =>
        App.ChatWaiting(Balcao500, group, new Customer("Cliente", $"55119600{Interlocked.Increment(ref _count):00000}"));

    private async Task<(ChatStatus, AgentId?)> HeldAsync(PlacedChat chat) =>
        await As(Clara).Api.GetChatAsync(chat.Id, Cancel) is var held ? (held.Status, held.Agent?.Id) : default;

    private static SaveChatGroupRequest Request(string name, params Member[] members) =>
        new() { Name = name, Members = [.. members.Select(m => new SaveChatGroupMember { AgentId = m.Id })] };
}
