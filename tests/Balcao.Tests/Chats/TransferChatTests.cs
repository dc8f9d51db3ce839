using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tests.Realtime;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Chats;

/// <summary>A chat passes from one agent to another, or to another group.</summary>
[Rule("A4")]
public sealed class TransferChatTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    [Fact]
    public async Task An_attendant_of_the_group_gets_the_chat_with_a_note_and_a_line_that_customers_do_not_see()
    {
        var chat = await ServedAsync();
        App.LetPass(TimeSpan.FromMinutes(3));
        await As(Ana).Api.TransferChatAsync(chat.Id, new() { AgentId = Bruno.Id, Note = "Quer trocar o produto" }, Cancel);

        var item = await As(Bruno).Api.GetChatAsync(chat.Id, Cancel);
        Assert.Equal((ChatStatus.InService, Bruno.Id, App.Time.GetUtcNow()), (item.Status, item.Agent!.Id, item.StartedAt));
        var added = (await As(Bruno).Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items.Where(m => m.Id != chat.Message).ToList();
        var note = Assert.Single(added, m => m.Kind is MessageKind.Note);
        Assert.Equal(("Quer trocar o produto", Ana.Id, MessageDirection.Internal), (note.Text, note.Author!.Id, note.Direction));
        var line = Assert.Single(added, m => m.Kind is MessageKind.System);
        Assert.Equal((NoticeKind.Transferred, Ana.Name, Bruno.Name), (line.Notice!.Kind, line.Notice.Before, line.Notice.After));
        Assert.False(await App.ReadAsync(LojaExemplo, db => db.Set<Balcao.Platform.OutboxItem>().AnyAsync(o => o.ConversationId == chat.Conversation)));
        Assert.Equal("chat.heldByAnother", (await As(Ana).Api.TransferChatAsync(chat.Id, new() { AgentId = Bruno.Id }, Cancel).Refused()).Code);
    }

    [Fact, Rule("A9")]
    public async Task In_another_group_the_chat_waits_with_its_first_time_for_those_who_attend_there()
    {
        var chat = await ServedAsync();
        var since = (await As(Ana).Api.GetChatAsync(chat.Id, Cancel)).WaitingSince;
        App.LetPass(TimeSpan.FromMinutes(3));
        await using var davi = await Screen.OpenAsync(App, Davi);
        await As(Ana).Api.TransferChatAsync(chat.Id, new() { GroupId = Financeiro }, Cancel);
        await davi.CatchesUpAsync(LojaExemplo);

        Assert.Contains(davi.Pushes.SelectMany(p => p.Chats), c => c.Id == chat.Id);
        var item = await As(Davi).Api.GetChatAsync(chat.Id, Cancel);
        Assert.Equal((ChatStatus.Waiting, Financeiro, null, since), (item.Status, item.Group.Id, item.Agent, item.WaitingSince));
        Assert.Equal("resource.notFound", (await As(Ana).Api.GetChatAsync(chat.Id, Cancel).Refused()).Code);
        await As(Davi).Api.TakeChatAsync(chat.Id, Cancel);
        Assert.NotEmpty((await As(Davi).Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items);
    }

    [Fact]
    public async Task Whoever_does_not_attend_the_group_and_groups_that_cannot_serve_get_nothing()
    {
        var chat = await ServedAsync();
        var api = As(Ana).Api;
        foreach (var stranger in (Member[])[Davi, Clara, Igor, Ana])
            Assert.Equal(("input.invalid", "agentId"), await api.TransferChatAsync(chat.Id, new() { AgentId = stranger.Id }, Cancel).Refused() is var p ? (p.Code, p.Field) : default);
        foreach (var group in (ChatGroupId[])[GrupoDaOutra, Atendimento, ChatGroupId.New(Opening)])
            Assert.Equal(("input.invalid", "groupId"), await api.TransferChatAsync(chat.Id, new() { GroupId = group }, Cancel).Refused() is var p ? (p.Code, p.Field) : default);
        Assert.Equal("input.invalid", (await api.TransferChatAsync(chat.Id, new(), Cancel).Refused()).Code);
        Assert.Equal("input.invalid", (await api.TransferChatAsync(chat.Id, new() { AgentId = Bruno.Id, GroupId = Financeiro }, Cancel).Refused()).Code);
        Assert.Equal("input.tooLong", (await api.TransferChatAsync(chat.Id, new() { AgentId = Bruno.Id, Note = new string('x', 4097) }, Cancel).Refused()).Code);
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.ChatGroups.Where(g => g.Id == Financeiro).ExecuteUpdateAsync(set => set.SetProperty(g => g.IsWhatsAppCompatible, false)));
        Assert.Equal("input.invalid", (await api.TransferChatAsync(chat.Id, new() { GroupId = Financeiro }, Cancel).Refused()).Code);
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.ChatGroups.Where(g => g.Id == Financeiro).ExecuteUpdateAsync(set => set.SetProperty(g => g.IsWhatsAppCompatible, true)));

        Assert.Equal((ChatStatus.InService, Ana.Id), await HeldAsync(chat));
        Assert.Single((await api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items);
    }

    [Fact]
    public async Task A_group_that_is_deleted_while_a_chat_is_passed_to_it_gets_the_chat_or_is_gone()
    {
        var (ana, clara) = (As(Ana).Api, As(Clara).Api);
        for (var round = 0; round < 6; round++)
        {
            var chat = await ServedAsync();
            var group = await clara.CreateChatGroupAsync(new() { Name = $"Passageiro {Interlocked.Increment(ref _customers)}", Members = [new() { AgentId = Davi.Id }] }, Cancel);

            var codes = await Task.WhenAll(
                CodeOf(ana.TransferChatAsync(chat.Id, new() { GroupId = group.Id }, Cancel)), CodeOf(clara.DeleteChatGroupAsync(group.Id, Cancel)));

            Assert.Contains(string.Join(" ", codes), ((string[][])
            [
                ["done", "chatGroup.hasHistory"], ["done", "request.changedMeanwhile"], ["input.invalid", "done"], ["request.changedMeanwhile", "done"],
            ]).Select(pair => string.Join(" ", pair)));
            Assert.Equal(codes[0] == "done" ? ChatStatus.Waiting : ChatStatus.InService, (await HeldAsync(chat)).Item1);
        }

        static async Task<string> CodeOf(Task change)
        {
            try { await change; }
            catch (ProblemException refused) { return refused.Problem.Code; }
            return "done";
        }
    }

    [Fact]
    public async Task An_administrator_takes_over_an_absent_agent_s_chat_but_not_a_present_one_s()
    {
        var chat = await ServedAsync();
        Assert.Equal("chat.notItsAdministrator", (await As(Bruno).Api.TakeOverChatAsync(chat.Id, Cancel).Refused()).Code);
        await using (await Screen.OpenAsync(App, Ana))
        {
            Assert.Equal("chat.agentPresent", (await As(Clara).Api.TakeOverChatAsync(chat.Id, Cancel).Refused()).Code);
            await As(Ana).Api.SetAvailabilityAsync(false, Cancel);
            await As(Clara).Api.TakeOverChatAsync(chat.Id, Cancel);
            await As(Ana).Api.SetAvailabilityAsync(true, Cancel);
        }
        Assert.Equal((ChatStatus.InService, Clara.Id), await HeldAsync(chat));
        await As(Clara).Api.TakeOverChatAsync(chat.Id, Cancel);
        Assert.Equal("chat.heldByAnother", (await As(Ana).Api.CloseChatAsync(chat.Id, new() { ResolveTicket = true }, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await As(Davi).Api.TakeOverChatAsync(chat.Id, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await As(Renata).Api.TakeOverChatAsync(chat.Id, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_group_administrator_takes_over_in_their_own_group_alone()
    {
        await As(Clara).Api.SaveChatGroupAsync(Financeiro, Group("Financeiro", (Davi, false)), Cancel);
        await As(Clara).Api.SaveChatGroupAsync(Atendimento, Group("Atendimento", (Ana, false), (Bruno, true), (Davi, false)), Cancel);
        var chat = await ServedAsync();

        Assert.Equal("chat.notItsAdministrator", (await As(Davi).Api.TakeOverChatAsync(chat.Id, Cancel).Refused()).Code);
        await As(Bruno).Api.TakeOverChatAsync(chat.Id, Cancel);

        Assert.Equal((ChatStatus.InService, Bruno.Id), await HeldAsync(chat));
        await As(Clara).Api.SaveChatGroupAsync(Atendimento, Group("Atendimento", (Ana, false), (Bruno, false)), Cancel);
    }

    private Task<PlacedChat> ServedAsync() => App.ChatServedBy(Ana, new Customer("Cliente", $"55119520{Interlocked.Increment(ref _customers):00000}"));

    private async Task<(ChatStatus, AgentId?)> HeldAsync(PlacedChat chat) =>
        await As(Clara).Api.GetChatAsync(chat.Id, Cancel) is var held ? (held.Status, held.Agent?.Id) : default;

    private static SaveChatGroupRequest Group(string name, params (Member Who, bool Administers)[] members) => new()
    {
        Name = name, DisplayName = name, Members = [.. members.Select(m => new SaveChatGroupMember { AgentId = m.Who.Id, IsAdministrator = m.Administers })],
    };
}
