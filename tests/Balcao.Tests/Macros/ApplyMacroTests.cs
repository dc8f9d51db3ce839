using Balcao.Contract;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Macros;

public sealed class ApplyMacroTests(BalcaoApp app) : HttpTests(app)
{
    private static int _count;

    private static Customer NewCustomer() => new("Dona Lúcia", $"55119420{Interlocked.Increment(ref _count):00000}");

    private static MacroAction Close(bool resolves) => new() { Kind = MacroActionKind.CloseChat, ResolvesTicket = resolves };

    [Fact, Rule("V1", "A5")]
    public async Task The_text_is_sent_and_the_chat_is_closed_with_its_transcript()
    {
        var macro = await MacroAsync("Até logo, {contact.firstName}!", Close(resolves: true));
        var chat = await App.ChatServedBy(Ana, NewCustomer());

        var applied = await ApplyAsync(Ana, chat, macro, "fim-1");

        Assert.Equal(("Até logo, Dona!", DeliveryStatus.Queued, Ana.Name), (applied.Message!.Text, applied.Message.Delivery, applied.Message.Author!.Name));
        Assert.Empty(applied.Skipped);
        Assert.Equal(ChatStatus.Closed, (await As(Ana).Api.GetChatAsync(chat.Id, Cancel)).Status);
        Assert.Equal(TicketStatus.Resolved, (await As(Ana).Api.GetTicketAsync(chat.Ticket, Cancel)).Status);
        Assert.Equal(["Bom dia", "Até logo, Dona!"], (await As(Ana).Api.GetTranscriptAsync(chat.Ticket, chat.Id, ct: Cancel)).Items.Select(m => m.Text));
        Assert.Equal(1, await LedgerAsync(applied.Message.Id));
    }

    [Fact]
    public async Task The_same_key_again_sends_nothing_and_answers_the_first_message()
    {
        var macro = await MacroAsync("Olá!", Close(resolves: false));
        var chat = await App.ChatServedBy(Ana, NewCustomer());

        var first = await ApplyAsync(Ana, chat, macro, "mesma");
        var again = await ApplyAsync(Ana, chat, macro, "mesma");

        Assert.Equal(first.Message!.Id, again.Message!.Id);
        Assert.Equal(1, await App.ReadAsync(LojaExemplo, db => db.Set<Balcao.Conversations.Message>().CountAsync(m => m.ConversationId == chat.Conversation && m.ClientKey == "mesma", Cancel)));
    }

    [Fact]
    public async Task The_agent_s_own_text_replaces_the_macro_s_and_an_empty_one_sends_nothing()
    {
        var macro = await MacroAsync("Olá!", Close(resolves: false));
        var (edited, silent) = (await App.ChatServedBy(Ana, NewCustomer()), await App.ChatServedBy(Ana, NewCustomer()));

        Assert.Equal("Olá, {ticket.id}", (await ApplyAsync(Ana, edited, macro, "k", " Olá, {ticket.id} ")).Message!.Text);
        Assert.Null((await ApplyAsync(Ana, silent, macro, "k", "")).Message);
        Assert.Equal(ChatStatus.Closed, (await As(Ana).Api.GetChatAsync(silent.Id, Cancel)).Status);
        Assert.Equal(TicketStatus.InAttendance, (await As(Ana).Api.GetTicketAsync(silent.Ticket, Cancel)).Status);
    }

    [Fact]
    public async Task Actions_that_are_not_carried_out_yet_are_named()
    {
        var macro = await MacroAsync("Olá!", new MacroAction { Kind = MacroActionKind.AddTag, Tag = "vip" });
        var chat = await App.ChatServedBy(Ana, NewCustomer());

        Assert.Equal(new[] { MacroActionKind.AddTag }.Except(MacroAction.CarriedOut), (await ApplyAsync(Ana, chat, macro, "k")).Skipped);
    }

    [Fact, Rule("A8")]
    public async Task Outside_the_window_nothing_is_sent_and_nothing_is_closed()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        var macro = await world.As(Clara).Api.CreateMacroAsync(new() { Name = "Fim", Text = "Olá!", Actions = [Close(resolves: true)] }, Cancel);
        var chat = await world.ChatServedBy(Ana, NewCustomer());
        world.LetPass(TimeSpan.FromHours(25));
        var ana = world.As(Ana).Api;

        Assert.Equal("window.closed", (await ana.ApplyMacroAsync(chat.Id, new() { MacroId = macro.Id, ClientKey = "k" }, Cancel).Refused()).Code);
        Assert.Equal(ChatStatus.InService, (await ana.GetChatAsync(chat.Id, Cancel)).Status);
    }

    [Fact, Rule("A9")]
    public async Task Only_the_agent_who_serves_the_chat_applies_only_macros_of_its_group()
    {
        var macro = await MacroAsync("Olá!");
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        var waiting = await App.ChatWaiting(NewCustomer());
        var others = await As(Clara).Api.CreateMacroAsync(new() { Name = $"Cobrança {Interlocked.Increment(ref _count)}", Text = "a", Actions = [], GroupId = Financeiro }, Cancel);
        var foreign = await As(Renata).Api.CreateMacroAsync(new() { Name = $"Alheia {Interlocked.Increment(ref _count)}", Text = "a", Actions = [] }, Cancel);

        Assert.Equal("chat.heldByAnother", (await ApplyAsync(Bruno, chat, macro, "k").Refused()).Code);
        Assert.Equal("chat.notTaken", (await ApplyAsync(Ana, waiting, macro, "k").Refused()).Code);
        Assert.Equal(404, (await ApplyAsync(Davi, chat, macro, "k").Refused()).Status);
        Assert.Equal(404, (await ApplyAsync(Igor, chat, foreign.Id, "k").Refused()).Status);
        Assert.Equal("macroId", (await ApplyAsync(Ana, chat, others.Id, "k").Refused()).Field);
        Assert.Equal("macroId", (await ApplyAsync(Ana, chat, foreign.Id, "k").Refused()).Field);
        Assert.Equal("input.required", (await ApplyAsync(Ana, chat, macro, " ").Refused()).Code);
        Assert.Equal("input.tooLong", (await ApplyAsync(Ana, chat, macro, "k", new string('x', 4097)).Refused()).Code);
    }

    private async Task<MacroId> MacroAsync(string text, params MacroAction[] actions) => (await As(Clara).Api.CreateMacroAsync(
        new() { Name = $"Macro {Interlocked.Increment(ref _count)}", Text = text, Actions = actions, GroupId = Atendimento }, Cancel)).Id;

    private Task<MacroApplied> ApplyAsync(Member who, PlacedChat chat, MacroId macro, string key, string? text = null) =>
        As(who).Api.ApplyMacroAsync(chat.Id, new() { MacroId = macro, ClientKey = key, Text = text }, Cancel);

    private Task<int> LedgerAsync(MessageId message) =>
        App.ReadAsync(LojaExemplo, db => db.Set<Balcao.Plans.UsageEntry>().CountAsync(e => e.MessageId == message, Cancel));
}
