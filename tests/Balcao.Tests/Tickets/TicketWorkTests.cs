using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Tickets;

/// <summary>What agents do with a ticket: status, owner, group, subject, notes.</summary>
public sealed class TicketWorkTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private static Customer NewCustomer() => new("Cliente", $"55119410{Interlocked.Increment(ref _customers):00000}");

    private async Task<TicketView> NewTicketAsync(string subject = "Meu pedido atrasou") =>
        await As(Ana).Api.GetTicketAsync((await App.ChatWaiting(NewCustomer(), subject)).Ticket, Cancel);

    private async Task<IReadOnlyList<TicketActionItem>> ActionsOf(TicketId id) => (await As(Ana).Api.ListTicketActionsAsync(id, ct: Cancel)).Items;

    [Fact, Rule("A6")]
    public async Task A_new_ticket_is_new_and_whoever_takes_its_chat_attends_to_it_and_owns_it()
    {
        var chat = await App.ChatWaiting(NewCustomer());
        var ana = As(Ana).Api;
        var before = await ana.GetTicketAsync(chat.Ticket, Cancel);
        await ana.TakeChatAsync(chat.Id, Cancel);
        var after = await ana.GetTicketAsync(chat.Ticket, Cancel);

        Assert.Equal((TicketStatus.New, null, TicketUrgency.Normal, Atendimento), (before.Status, before.Owner, before.Urgency, before.Group.Id));
        Assert.Equal((TicketStatus.InAttendance, Ana.Name), (after.Status, after.Owner?.Name));
        Assert.Equal((chat.Id, ChatStatus.InService), (after.OpenChat?.Id, after.OpenChat?.Status));
        var change = Assert.Single(await ActionsOf(chat.Ticket), a => a.Kind is TicketActionKind.StatusChanged);
        Assert.Equal((false, Ana.Name), (change.IsPublic, change.Author?.Name));
        Assert.Equal([new TicketChange("status", "new", "inAttendance"), new TicketChange("owner", null, Ana.Name)], change.Changes);
    }

    [Fact]
    public async Task Each_change_is_an_internal_action_with_what_changed()
    {
        var ticket = await NewTicketAsync();
        var ana = As(Ana).Api;
        ticket = await ana.ChangeTicketStatusAsync(ticket.Id, new() { Version = ticket.Version, Status = TicketStatus.Waiting, WaitingReason = " Peça encomendada " }, Cancel);
        Assert.Equal((TicketStatus.Waiting, "Peça encomendada"), (ticket.Status, ticket.WaitingReason));
        ticket = await ana.AssignTicketAsync(ticket.Id, new() { Version = ticket.Version, OwnerId = Bruno.Id }, Cancel);
        ticket = await ana.EditTicketAsync(ticket.Id, new() { Version = ticket.Version, Subject = "Troca de peça", Urgency = TicketUrgency.High, Tags = ["Troca", "troca ", "Loja"] }, Cancel);

        Assert.Equal((Bruno.Name, "Troca de peça", TicketUrgency.High), (ticket.Owner?.Name, ticket.Subject, ticket.Urgency));
        Assert.Equal(["loja", "troca"], ticket.Tags);
        var actions = await ActionsOf(ticket.Id);
        Assert.All(actions, a => Assert.False(a.IsPublic));
        Assert.Equal([TicketActionKind.StatusChanged, TicketActionKind.Assigned, TicketActionKind.Edited], actions.Select(a => a.Kind));
        Assert.Equal(
            [new TicketChange("subject", "Meu pedido atrasou", "Troca de peça"), new TicketChange("urgency", "normal", "high"), new TicketChange("tags", null, "loja, troca")],
            actions[2].Changes);
    }

    [Fact]
    public async Task A_change_of_an_older_state_is_refused_and_changes_nothing()
    {
        var ticket = await NewTicketAsync();
        var (ana, bruno) = (As(Ana).Api, As(Bruno).Api);
        await ana.EditTicketAsync(ticket.Id, new() { Version = ticket.Version, Urgency = TicketUrgency.Urgent }, Cancel);

        Task[] late =
        [
            bruno.EditTicketAsync(ticket.Id, new() { Version = ticket.Version, Urgency = TicketUrgency.Low }, Cancel),
            bruno.ChangeTicketStatusAsync(ticket.Id, new() { Version = ticket.Version, Status = TicketStatus.InAttendance }, Cancel),
            bruno.AssignTicketAsync(ticket.Id, new() { Version = ticket.Version, OwnerId = Bruno.Id }, Cancel),
            bruno.MoveTicketAsync(ticket.Id, new() { Version = ticket.Version, GroupId = Financeiro }, Cancel),
        ];

        foreach (var change in late) Assert.Equal("request.changedMeanwhile", (await change.Refused()).Code);
        var now = await ana.GetTicketAsync(ticket.Id, Cancel);
        Assert.Equal((TicketUrgency.Urgent, TicketStatus.New, null, Atendimento), (now.Urgency, now.Status, now.Owner, now.Group.Id));
    }

    [Fact]
    public async Task Of_many_changes_of_one_state_at_one_moment_exactly_one_is_saved()
    {
        var ticket = await NewTicketAsync();
        var ana = As(Ana).Api;

        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await ana.EditTicketAsync(ticket.Id, new() { Version = ticket.Version, Subject = $"Assunto {i}" }, Cancel);
                return "saved";
            }
            catch (ProblemException refused)
            {
                return refused.Problem.Code;
            }
        }));

        Assert.Single(codes, "saved");
        Assert.All(codes.Where(code => code != "saved"), code => Assert.Equal("request.changedMeanwhile", code));
        Assert.Single(await ActionsOf(ticket.Id), a => a.Kind is TicketActionKind.Edited);
    }

    [Fact]
    public async Task A_ticket_with_an_open_chat_ends_with_the_chat_and_not_before()
    {
        var ticket = await NewTicketAsync();
        var ana = As(Ana).Api;

        foreach (var status in (TicketStatus[])[TicketStatus.Resolved, TicketStatus.Closed, TicketStatus.Cancelled])
            Assert.Equal("ticket.hasOpenChat", (await ana.ChangeTicketStatusAsync(ticket.Id, new() { Version = ticket.Version, Status = status }, Cancel).Refused()).Code);

        Assert.Equal(TicketStatus.New, (await ana.GetTicketAsync(ticket.Id, Cancel)).Status);
    }

    [Fact]
    public async Task What_is_wrong_in_a_change_is_refused_with_its_field()
    {
        var ticket = await NewTicketAsync();
        var ana = As(Ana).Api;
        async Task<(string, string?)> Refused(Task change) => await change.Refused() is var problem ? (problem.Code, problem.Field) : default;

        Assert.Equal(("input.required", "waitingReason"), await Refused(ana.ChangeTicketStatusAsync(ticket.Id, new() { Version = ticket.Version, Status = TicketStatus.Waiting }, Cancel)));
        Assert.Equal(("input.required", "subject"), await Refused(ana.EditTicketAsync(ticket.Id, new() { Version = ticket.Version, Subject = " " }, Cancel)));
        Assert.Equal(("input.tooLong", "subject"), await Refused(ana.EditTicketAsync(ticket.Id, new() { Version = ticket.Version, Subject = new string('x', 201) }, Cancel)));
        Assert.Equal(("input.tooLong", "tags"), await Refused(ana.EditTicketAsync(ticket.Id, new() { Version = ticket.Version, Tags = [new string('x', 41)] }, Cancel)));
        Assert.Equal(("input.invalid", "tags"), await Refused(ana.EditTicketAsync(ticket.Id, new() { Version = ticket.Version, Tags = [.. Enumerable.Range(0, 21).Select(i => $"t{i}")] }, Cancel)));
        // Davi does not see the contact, Igor is another tenant's.
        Assert.Equal(("input.invalid", "ownerId"), await Refused(ana.AssignTicketAsync(ticket.Id, new() { Version = ticket.Version, OwnerId = Davi.Id }, Cancel)));
        Assert.Equal(("input.invalid", "ownerId"), await Refused(ana.AssignTicketAsync(ticket.Id, new() { Version = ticket.Version, OwnerId = Igor.Id }, Cancel)));
        Assert.Equal(("input.invalid", "groupId"), await Refused(ana.MoveTicketAsync(ticket.Id, new() { Version = ticket.Version, GroupId = GrupoDaOutra }, Cancel)));
    }

    [Fact, Rule("A9")]
    public async Task Moving_a_ticket_shows_the_other_group_the_contact_s_history()
    {
        var chat = await App.ChatWaiting(NewCustomer(), "Boleto errado");
        var davi = As(Davi).Api;
        Assert.Equal(404, (await davi.GetTicketAsync(chat.Ticket, Cancel).Refused()).Status);

        await As(Ana).Api.MoveTicketAsync(chat.Ticket, new() { Version = 0, GroupId = Financeiro }, Cancel);

        Assert.Equal("Financeiro", (await davi.GetTicketAsync(chat.Ticket, Cancel)).Group.Name);
        Assert.Equal("Boleto errado", Assert.Single((await davi.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items).Text);
        // The chat keeps its group (rule L4), so Davi does not see it.
        Assert.Equal(404, (await davi.GetChatAsync(chat.Id, Cancel).Refused()).Status);
        Assert.Null((await davi.GetTicketAsync(chat.Ticket, Cancel)).OpenChat);
        Assert.Equal(404, (await As(Renata).Api.GetTicketAsync(chat.Ticket, Cancel).Refused()).Status);
    }

    [Fact, Rule("L4")]
    public async Task A_ticket_keeps_its_group_until_a_chat_opens_on_it_and_then_follows_the_chat()
    {
        var customer = NewCustomer();
        var chat = await App.ChatServedBy(Ana, customer);
        var ana = As(Ana).Api;
        await ana.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = false }, Cancel);
        var ticket = await ana.GetTicketAsync(chat.Ticket, Cancel);
        ticket = await ana.MoveTicketAsync(chat.Ticket, new() { Version = ticket.Version, GroupId = Financeiro }, Cancel);
        Assert.Equal(Financeiro, ticket.Group.Id);

        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(customer, "Ainda não chegou", App.Time.GetUtcNow())));

        await Waiting.Eventually(async () => (await ana.GetTicketAsync(chat.Ticket, Cancel)).Group.Id == Atendimento, "the chat opens in Atendimento");
    }

    [Fact]
    public async Task A_note_is_stored_once_and_never_sent()
    {
        var ticket = await NewTicketAsync();
        var ana = As(Ana).Api;
        var note = new AddTicketNoteRequest { Id = TicketActionId.New(App.Time.GetUtcNow()), Text = " Nota fiscal conferida " };
        await ana.AddTicketNoteAsync(ticket.Id, note, Cancel);
        await ana.AddTicketNoteAsync(ticket.Id, note, Cancel);

        var stored = Assert.Single(await ActionsOf(ticket.Id));
        Assert.Equal((TicketActionKind.Note, "Nota fiscal conferida", Ana.Name, false), (stored.Kind, stored.Text, stored.Author?.Name, stored.IsPublic));
        Assert.DoesNotContain(App.Graph.Calls, call => call.IsSend);
        Assert.Equal("request.changedMeanwhile", (await ana.AddTicketNoteAsync((await NewTicketAsync()).Id, note, Cancel).Refused()).Code);
        Assert.Equal("input.required", (await ana.AddTicketNoteAsync(ticket.Id, new() { Id = TicketActionId.New(App.Time.GetUtcNow()), Text = " " }, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_change_is_announced_to_those_who_see_the_ticket_alone()
    {
        var ticket = await NewTicketAsync();
        var (ana, davi, renata) = (As(Ana).Api, As(Davi).Api, As(Renata).Api);
        var (ours, theirs) = ((await ana.ListTicketsAsync(ct: Cancel)).AsOf, (await renata.ListTicketsAsync(ct: Cancel)).AsOf);
        await ana.EditTicketAsync(ticket.Id, new() { Version = ticket.Version, Urgency = TicketUrgency.Low }, Cancel);

        Assert.Contains(ticket.Id, (await ana.GetChangesAsync(ours, Cancel)).Tickets);
        Assert.DoesNotContain(ticket.Id, (await davi.GetChangesAsync(ours, Cancel)).Tickets);
        Assert.DoesNotContain(ticket.Id, (await renata.GetChangesAsync(theirs, Cancel)).Tickets);
    }

    [Fact]
    public async Task A_ticket_shows_the_messages_outside_its_chats_and_not_those_of_the_next_ticket()
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        var ana = As(Ana).Api;
        await ana.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = false }, Cancel);
        App.LetPass(TimeSpan.FromHours(1));
        await WriteOutsideAsync(chat, "Estão abertos?");
        App.LetPass(TimeSpan.FromHours(1));
        var next = TicketId.New(App.Time.GetUtcNow());
        await App.WriteAsync(LojaExemplo, db => db.Add(new Ticket
        {
            TenantId = LojaExemplo, Id = next, ConversationId = chat.Conversation, ContactId = chat.Contact, GroupId = Atendimento, Subject = "Outro caso",
            OpenedAt = App.Time.GetUtcNow(),
        }));
        await WriteOutsideAsync(chat, "Outra coisa");

        Assert.Equal(["Estão abertos?"], (await ana.ListTicketMessagesAsync(chat.Ticket, ct: Cancel)).Items.Select(m => m.Text));
        Assert.Equal(["Outra coisa"], (await ana.ListTicketMessagesAsync(next, ct: Cancel)).Items.Select(m => m.Text));
        Assert.Equal(404, (await As(Davi).Api.ListTicketMessagesAsync(chat.Ticket, ct: Cancel).Refused()).Status);
    }

    private Task WriteOutsideAsync(PlacedChat chat, string text) => App.WriteAsync(LojaExemplo, db => db.Add(new Message
    {
        TenantId = LojaExemplo, Id = MessageId.New(App.Time.GetUtcNow()), ConversationId = chat.Conversation, ChannelId = Balcao500.Id,
        Direction = MessageDirection.Inbound, Kind = MessageKind.Text, At = App.Time.GetUtcNow(), StoredAt = App.Time.GetUtcNow(), Text = text,
    }));
}
