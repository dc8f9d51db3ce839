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

        Assert.Equal(("Até logo, Dona Lúcia!", DeliveryStatus.Queued, Ana.Name), (applied.Messages[0].Text, applied.Messages[0].Delivery, applied.Messages[0].Author!.Name));
        Assert.Null(Assert.Single(applied.Outcomes).Refusal);
        Assert.Equal(ChatStatus.Closed, (await As(Ana).Api.GetChatAsync(chat.Id, Cancel)).Status);
        Assert.Equal(TicketStatus.Resolved, (await As(Ana).Api.GetTicketAsync(chat.Ticket, Cancel)).Status);
        Assert.Equal(["Bom dia", "Até logo, Dona Lúcia!"], (await As(Ana).Api.GetTranscriptAsync(chat.Ticket, chat.Id, ct: Cancel)).Items.Select(m => m.Text));
        Assert.Equal(1, await LedgerAsync(applied.Messages[0].Id));
    }

    [Fact]
    public async Task The_same_key_again_sends_nothing_and_answers_the_first_message()
    {
        var macro = await MacroAsync("Olá!", Close(resolves: false));
        var chat = await App.ChatServedBy(Ana, NewCustomer());

        var first = await ApplyAsync(Ana, chat, macro, "mesma");
        var again = await ApplyAsync(Ana, chat, macro, "mesma");

        Assert.Equal(first.Messages[0].Id, again.Messages[0].Id);
        Assert.Empty(again.Outcomes);
        Assert.Equal(1, await App.ReadAsync(LojaExemplo, db => db.Set<Balcao.Conversations.Message>().CountAsync(m => m.ConversationId == chat.Conversation && m.ClientKey == "mesma", Cancel)));
    }

    [Fact]
    public async Task The_agent_s_own_text_replaces_the_macro_s_and_an_empty_one_sends_nothing()
    {
        var macro = await MacroAsync("Olá!", Close(resolves: false));
        var (edited, silent) = (await App.ChatServedBy(Ana, NewCustomer()), await App.ChatServedBy(Ana, NewCustomer()));

        Assert.Equal("Olá, {ticket.id}", (await ApplyAsync(Ana, edited, macro, "k", " Olá, {ticket.id} ")).Messages[0].Text);
        Assert.Empty((await ApplyAsync(Ana, silent, macro, "k", "")).Messages);
        Assert.Equal(ChatStatus.Closed, (await As(Ana).Api.GetChatAsync(silent.Id, Cancel)).Status);
        Assert.Equal(TicketStatus.InAttendance, (await As(Ana).Api.GetTicketAsync(silent.Ticket, Cancel)).Status);
    }

    [Fact, Rule("A4", "A9")]
    public async Task Tags_category_status_and_transfer_are_carried_out_as_by_hand()
    {
        var category = await As(Clara).Api.CreateTicketCategoryAsync(new() { Name = $"Troca {Interlocked.Increment(ref _count)}" }, Cancel);
        var macro = await MacroAsync("Já passo para o financeiro.",
            new() { Kind = MacroActionKind.TransferToGroup, GroupId = Financeiro }, new() { Kind = MacroActionKind.SetTicketStatus, Status = TicketStatus.Waiting, WaitingReason = "estorno" },
            new() { Kind = MacroActionKind.AddTag, Tag = "Estorno" }, new() { Kind = MacroActionKind.SetCategory, CategoryId = category.Id });
        var chat = await App.ChatServedBy(Ana, NewCustomer());

        var applied = await ApplyAsync(Ana, chat, macro, "k");

        Assert.Equal(
            [MacroActionKind.AddTag, MacroActionKind.SetCategory, MacroActionKind.SetTicketStatus, MacroActionKind.TransferToGroup], applied.Outcomes.Select(o => o.Action.Kind));
        Assert.All(applied.Outcomes, outcome => Assert.Null(outcome.Refusal));
        var ticket = await As(Clara).Api.GetTicketAsync(chat.Ticket, Cancel);
        Assert.Equal(
            (TicketStatus.Waiting, "estorno", category.Id, Financeiro, "estorno"),
            (ticket.Status, ticket.WaitingReason, ticket.Category!.Id, ticket.Group.Id, Assert.Single(ticket.Tags)));
        var moved = await As(Davi).Api.GetChatAsync(chat.Id, Cancel);
        Assert.Equal((ChatStatus.Waiting, Financeiro, (AgentName?)null), (moved.Status, moved.Group.Id, moved.Agent));
        Assert.All((await As(Clara).Api.ListTicketActionsAsync(chat.Ticket, ct: Cancel)).Items.Where(a => a.Changes.Count > 0), action => Assert.Equal(Ana.Name, action.Author!.Name));
        // A repeated request answers the messages, although the agent's group no longer has the chat.
        Assert.Equal(applied.Messages.Select(m => m.Id), (await ApplyAsync(Clara, chat, macro, "k")).Messages.Select(m => m.Id));
    }

    [Fact]
    public async Task A_refused_action_is_told_changes_nothing_and_the_others_are_carried_out()
    {
        var category = await As(Clara).Api.CreateTicketCategoryAsync(new() { Name = $"Some {Interlocked.Increment(ref _count)}" }, Cancel);
        var macro = await MacroAsync("Certo!",
            new() { Kind = MacroActionKind.SetTicketStatus, Status = TicketStatus.Resolved }, new() { Kind = MacroActionKind.SetCategory, CategoryId = category.Id },
            new() { Kind = MacroActionKind.AddTag, Tag = "certo" }, new() { Kind = MacroActionKind.TransferToAgent, AgentId = Davi.Id });
        await As(Clara).Api.SaveTicketCategoryAsync(category.Id, new() { Name = category.Name, IsEnabled = false }, Cancel);
        var chat = await App.ChatServedBy(Ana, NewCustomer());

        var outcomes = (await ApplyAsync(Ana, chat, macro, "k")).Outcomes;

        Assert.Equal([null, "macro.targetGone", "ticket.hasOpenChat", "macro.notAttendant"], outcomes.Select(o => o.Refusal?.Code));
        Assert.DoesNotContain(outcomes, o => o.Refusal is { Title.Length: < 10 });
        var ticket = await As(Ana).Api.GetTicketAsync(chat.Ticket, Cancel);
        Assert.Equal((TicketStatus.New, "certo", (TicketCategoryName?)null), (ticket.Status, Assert.Single(ticket.Tags), ticket.Category));
        Assert.Equal(Ana.Id, (await As(Ana).Api.GetChatAsync(chat.Id, Cancel)).Agent!.Id);
    }

    [Fact]
    public async Task A_closed_chat_s_ticket_keeps_the_macro_s_status()
    {
        var macro = await MacroAsync("Aguardamos a peça.", Close(resolves: false), new() { Kind = MacroActionKind.SetTicketStatus, Status = TicketStatus.Waiting, WaitingReason = "peça" });
        var chat = await App.ChatServedBy(Ana, NewCustomer());

        Assert.All((await ApplyAsync(Ana, chat, macro, "k")).Outcomes, outcome => Assert.Null(outcome.Refusal));
        Assert.Equal(ChatStatus.Closed, (await As(Ana).Api.GetChatAsync(chat.Id, Cancel)).Status);
        Assert.Equal((TicketStatus.Waiting, "peça"), await As(Ana).Api.GetTicketAsync(chat.Ticket, Cancel) is var ticket ? (ticket.Status, ticket.WaitingReason) : default);
    }

    [Fact]
    public async Task A_transfer_goes_to_an_attendant_and_not_to_where_the_chat_is()
    {
        var toBruno = await MacroAsync("Bruno já fala com você.", new MacroAction { Kind = MacroActionKind.TransferToAgent, AgentId = Bruno.Id });
        var here = await MacroAsync("Um momento.", new MacroAction { Kind = MacroActionKind.TransferToGroup, GroupId = Atendimento });
        var chat = await App.ChatServedBy(Ana, NewCustomer());

        Assert.Equal("macro.alreadyThere", Assert.Single((await ApplyAsync(Ana, chat, here, "k1")).Outcomes).Refusal!.Code);
        Assert.Null(Assert.Single((await ApplyAsync(Ana, chat, toBruno, "k2")).Outcomes).Refusal);
        Assert.Equal(Bruno.Id, (await As(Ana).Api.GetChatAsync(chat.Id, Cancel)).Agent!.Id);
        Assert.Equal("macro.alreadyThere", Assert.Single((await ApplyAsync(Bruno, chat, toBruno, "k3")).Outcomes).Refusal!.Code);
    }

    [Fact]
    public async Task Files_are_messages_of_their_own_and_the_text_is_the_caption_of_the_first()
    {
        var clara = As(Clara).Api;
        var pdf = await clara.UploadAsync(new MemoryStream("%PDF-1.7 a"u8.ToArray()), "tabela.pdf", "application/pdf", ct: Cancel);
        var more = await clara.UploadAsync(new MemoryStream("%PDF-1.7 b"u8.ToArray()), "prazos.pdf", "application/pdf", ct: Cancel);
        var macro = (await clara.CreateMacroAsync(new()
        {
            Name = $"Tabela {Interlocked.Increment(ref _count)}", Text = "Segue, {contact.firstName}.", Actions = [], Files = [new() { UploadId = pdf.Id }, new() { UploadId = more.Id }],
        }, Cancel)).Id;
        var (chat, another) = (await App.ChatServedBy(Ana, NewCustomer()), await App.ChatServedBy(Ana, NewCustomer()));

        var sent = (await ApplyAsync(Ana, chat, macro, "k")).Messages;
        Assert.Equal(
            [(MessageKind.Document, "Segue, Dona Lúcia.", "tabela.pdf"), (MessageKind.Document, null, "prazos.pdf")], sent.Select(m => (m.Kind, m.Text, m.Media!.FileName)));
        Assert.All(sent, message => Assert.Equal((DeliveryStatus.Queued, MediaState.Stored), (message.Delivery, message.Media!.State)));
        Assert.Equal(sent.Select(m => m.Id), (await ApplyAsync(Ana, chat, macro, "k")).Messages.Select(m => m.Id));
        Assert.Equal((1, 1), (await LedgerAsync(sent[0].Id), await LedgerAsync(sent[1].Id)));

        var longer = (await ApplyAsync(Ana, another, macro, new string('k', MacroLimits.ClientKey), new string('x', MessageLimits.Caption + 1))).Messages;
        Assert.Equal([MessageKind.Text, MessageKind.Document, MessageKind.Document], longer.Select(m => m.Kind));
        Assert.Equal(("input.tooLong", "clientKey"), await ApplyAsync(Ana, chat, macro, new string('k', MacroLimits.ClientKey + 1)).Refused() is var refused ? (refused.Code, refused.Field) : default);
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
