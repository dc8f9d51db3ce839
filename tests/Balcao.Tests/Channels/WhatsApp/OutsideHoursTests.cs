using System.Globalization;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>What becomes of messages outside service hours. It is Monday, 10:00.</summary>
public sealed class OutsideHoursTests(BalcaoApp app) : InboundTests(app)
{
    private const string ClosedText = "Voltamos às 13h, {contact.name}. Protocolo {ticket.protocol}, {group.name}.";

    private static ServiceHoursDocument Monday(int fromHour, int toHour) => new()
    {
        TimeZone = "America/Sao_Paulo", Weekly = [new(DayOfWeek.Monday, fromHour * 60, toHour * 60)],
    };

    private static ServiceHoursDocument Afternoon => Monday(13, 18);

    private static ServiceHoursDocument Morning => Monday(8, 12);

    private async Task SetAsync(ServiceHoursDocument hours, string text = ClosedText)
    {
        using var clara = As(Clara);
        await clara.Api.SaveServiceHoursAsync(Balcao500.Id, hours, Cancel);
        await App.WriteAsync(LojaExemplo, async db =>
        {
            await db.ChatGroups.Where(g => g.Id == Atendimento).ExecuteUpdateAsync(set => set.SetProperty(g => g.OutsideHoursText, text), Cancel);
            await ChannelFacts.OfGroupChangedAsync(db, Atendimento, Cancel);
        });
    }

    private Task<Ticket> TicketOf(ConversationId conversation) =>
        App.ReadAsync(LojaExemplo, db => db.Tickets.AsNoTracking().SingleAsync(t => t.ConversationId == conversation, Cancel));

    private async Task<IReadOnlyList<MessageItem>> AutomaticIn(ConversationId conversation) =>
        [.. (await ThreadOf(conversation)).Where(m => m is { IsAutomatic: true, Direction: MessageDirection.Outbound })];

    [Fact, Rule("H2", "H5", "A9")]
    public async Task A_message_outside_hours_becomes_a_ticket_without_a_chat_that_the_group_sees()
    {
        await SetAsync(Afternoon);
        var message = Webhooks.Text(NewCustomer("Teresa"), "Quero trocar um produto", Now);
        await ReceiveAsync(message);

        var place = await PlaceOf(message, Ana);
        Assert.Null(place.Message.ChatId);
        Assert.Empty((await ViewOf(place.ConversationId)).Chats);
        var ticket = await TicketOf(place.ConversationId);
        Assert.Equal(("Quero trocar um produto", TicketStatus.New), (ticket.Subject, ticket.Status));
        using var ana = As(Ana);
        Assert.Equal(ticket.Protocol, (await ana.Api.GetTicketAsync(ticket.Id, Cancel)).Protocol);
        Assert.Equal(1, await ChargesOf(place.Message.Id));
        var id = ticket.Id.Value;
        Assert.True(await App.ReadAsync(LojaExemplo, db => db.Feed.AnyAsync(e => e.Record == ChangedRecord.Ticket && e.RecordId == id, Cancel)), "screens hear of it");
    }

    [Fact, Rule("V1", "H7")]
    public async Task A_customer_without_a_name_is_not_addressed_by_the_phone_and_the_ticket_s_status_is_told()
    {
        await SetAsync(Afternoon, "Olá, {contact.name|cliente}. Ticket { ticket.status }.");
        var message = Webhooks.Text(NewCustomer(""), "Oi", Now);
        await ReceiveAsync(message);

        Assert.Equal("Olá, cliente. Ticket novo.", Assert.Single(await AutomaticIn((await PlaceOf(message)).ConversationId)).Text);
    }

    [Fact, Rule("H7", "A10", "C2", "V1")]
    public async Task The_text_is_sent_once_with_its_variables_as_an_automatic_message_that_is_charged()
    {
        await SetAsync(Afternoon);
        var customer = NewCustomer("Rita");
        var (first, second) = (Webhooks.Text(customer, "Oi", Now), Webhooks.Text(customer, "Tem alguém?", Now));
        await ReceiveAsync(first, second);
        await ReceiveAsync(Webhooks.Text(customer, "Alô?", Now));

        var place = await PlaceOf(first);
        var ticket = await TicketOf(place.ConversationId);
        var said = Assert.Single(await AutomaticIn(place.ConversationId));
        Assert.Equal($"Voltamos às 13h, Rita. Protocolo {ticket.Protocol.ToString(CultureInfo.InvariantCulture)}, Atendimento.", said.Text);
        // Closed since last Monday, 18:00.
        var since = new DateTimeOffset(2026, 2, 23, 21, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal($"auto:closed:{place.ConversationId}:{since}", said.ClientKey);
        Assert.Null(said.Author);
        Assert.Equal(1, await ChargesOf(said.Id));
        await Waiting.Eventually(() => App.Graph.Sends.Count(call => call.To == customer.Phone) == 1);
    }

    [Fact, Rule("H4", "H7")]
    public async Task A_waiting_chat_gets_the_message_and_once_the_text_whatever_the_hour()
    {
        await SetAsync(Morning);
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "Oi", Now);
        await ReceiveAsync(first);
        var place = await PlaceOf(first);
        Assert.Empty(await AutomaticIn(place.ConversationId));

        await SetAsync(Afternoon);
        var (second, third) = (Webhooks.Text(customer, "Ainda aí?", Now), Webhooks.Text(customer, "Alô?", Now));
        await ReceiveAsync(second);
        await ReceiveAsync(third);

        Assert.Equal(place.Message.ChatId, (await PlaceOf(third)).Message.ChatId);
        var said = Assert.Single(await AutomaticIn(place.ConversationId));
        Assert.Equal(place.Message.ChatId, said.ChatId);
        Assert.Contains((await TicketOf(place.ConversationId)).Protocol.ToString(CultureInfo.InvariantCulture), said.Text, StringComparison.Ordinal);
    }

    [Fact, Rule("H7", "A10")]
    public async Task A_chat_that_waited_while_the_number_was_closed_is_told_nothing_until_its_customer_writes_again()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        using var clara = world.As(Clara);
        await clara.Api.SaveServiceHoursAsync(Balcao500.Id, Morning with { Weekly = [new(DayOfWeek.Monday, 8 * 60, 11 * 60), new(DayOfWeek.Monday, 12 * 60, 18 * 60)] }, Cancel);
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "Oi", world.Time.GetUtcNow());
        await world.PostWebhook(Webhooks.From(Balcao500, first));
        world.LetPass(TimeSpan.FromHours(3)); // Closed from 11:00 to 12:00; it is 13:00.
        await world.WriteAsync(LojaExemplo, db => db.ChatGroups.Where(g => g.Id == Atendimento)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.QueueText, "fila").SetProperty(g => g.NobodyOnlineText, "ninguém"), Cancel));
        await AttendAsync();
        var conversation = (await clara.Api.FindMessageAsync(first.Wamid, Cancel)).ConversationId;
        Assert.Empty(await SaidAsync());

        await world.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(customer, "Ainda aí?", world.Time.GetUtcNow())));
        await Waiting.Eventually(async () =>
        {
            await AttendAsync();
            return (await SaidAsync()).Count > 0;
        }, "the customer is told");
        Assert.Equal(["ninguém"], await SaidAsync());

        Task<bool> AttendAsync() => world.Services.GetRequiredService<Balcao.Chats.Reception>().AttendAsync(LojaExemplo, Cancel);
        Task<List<string?>> SaidAsync() => world.ReadAsync(LojaExemplo, db => db.Messages.Where(m => m.ConversationId == conversation && m.Source == MessageSource.Automatic)
            .OrderBy(m => m.Id).Select(m => m.Text).ToListAsync(Cancel));
    }

    [Fact, Rule("H4", "H7")]
    public async Task A_chat_in_service_gets_the_message_and_no_text()
    {
        await SetAsync(Morning);
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "Oi", Now);
        await ReceiveAsync(first);
        var place = await PlaceOf(first);
        using var ana = As(Ana);
        await ana.Api.TakeChatAsync(place.Message.ChatId!.Value, Cancel);

        await SetAsync(Afternoon);
        var second = Webhooks.Text(customer, "Obrigada", Now);
        await ReceiveAsync(second);

        Assert.Equal(place.Message.ChatId, (await PlaceOf(second)).Message.ChatId);
        Assert.Empty(await AutomaticIn(place.ConversationId));
    }

    [Fact, Rule("H2", "H5")]
    public async Task In_hours_the_chat_takes_the_ticket_of_the_night_and_the_next_night_reopens_it()
    {
        await SetAsync(Afternoon);
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "De noite", Now);
        await ReceiveAsync(first);
        var place = await PlaceOf(first);
        var ticket = await TicketOf(place.ConversationId);

        await SetAsync(Morning);
        var second = Webhooks.Text(customer, "De manhã", Now);
        await ReceiveAsync(second);
        using var ana = As(Ana);
        var chat = await ana.Api.GetChatAsync((await PlaceOf(second)).Message.ChatId!.Value, Cancel);
        Assert.Equal(ticket.Id, chat.Ticket.Id);
        await ana.Api.TakeChatAsync(chat.Id, Cancel);
        await ana.Api.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = true }, Cancel);

        await SetAsync(Afternoon);
        var third = Webhooks.Text(customer, "De novo", Now);
        await ReceiveAsync(third);
        Assert.Null((await PlaceOf(third)).Message.ChatId);
        var reopened = await TicketOf(place.ConversationId);
        Assert.Equal((ticket.Id, TicketStatus.InAttendance), (reopened.Id, reopened.Status));
    }

    [Fact, Rule("H3", "H6", "A10")]
    public async Task A_message_is_decided_by_its_timestamp_and_a_late_one_by_its_arrival_without_a_text()
    {
        // Closed since a moment ago.
        await SetAsync(Monday(8, 10));
        var inTime = Webhooks.Text(NewCustomer(), "Escrita às 9:50", Now.AddMinutes(-10));
        var late = Webhooks.Text(NewCustomer(), "Escrita às 9:40", Now.AddMinutes(-20));
        await ReceiveAsync(inTime, late);

        Assert.NotNull((await PlaceOf(inTime)).Message.ChatId);
        var place = await PlaceOf(late);
        Assert.Null(place.Message.ChatId);
        Assert.Empty(await AutomaticIn(place.ConversationId));

        // And the other way round: written before the opening, late enough to be decided by the hour of its arrival.
        await SetAsync(Monday(10, 12));
        var (early, lateToo) = (Webhooks.Text(NewCustomer(), "Escrita às 9:50", Now.AddMinutes(-10)), Webhooks.Text(NewCustomer(), "Escrita às 9:40", Now.AddMinutes(-20)));
        await ReceiveAsync(early, lateToo);
        Assert.Null((await PlaceOf(early)).Message.ChatId);
        Assert.NotNull((await PlaceOf(lateToo)).Message.ChatId);
    }

    [Theory, Rule("H6", "L3", "A10")]
    [InlineData(13, 18, true)]
    [InlineData(8, 12, false)]
    public async Task A_held_message_is_decided_by_the_moment_of_linking_and_causes_no_text(int fromHour, int toHour, bool isChat)
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        using var clara = world.As(Clara);
        await clara.Api.SaveServiceHoursAsync(Balcao501.Id, Monday(fromHour, toHour), Cancel);
        await world.WriteAsync(LojaExemplo, db => db.ChatGroups.Where(g => g.Id == Atendimento).ExecuteUpdateAsync(set => set
            .SetProperty(g => g.OutsideHoursText, ClosedText).SetProperty(g => g.NobodyOnlineText, "ninguém"), Cancel));
        var message = Webhooks.Text(NewCustomer(), "Alguém?", world.Time.GetUtcNow());
        await world.PostWebhook(Webhooks.From(Balcao501, message));

        world.LetPass(TimeSpan.FromHours(4)); // Written at 10:00; it is 14:00.
        await clara.Api.LinkGroupAsync(Balcao501.Id, new LinkGroupRequest { GroupId = Atendimento }, Cancel);
        await Waiting.Eventually(() => world.ReadAsync(LojaExemplo, db => db.Messages.AnyAsync(m => m.Wamid == message.Wamid)), "it is delivered");
        await world.Services.GetRequiredService<Balcao.Chats.Reception>().AttendAsync(LojaExemplo, Cancel);

        var place = await clara.Api.FindMessageAsync(message.Wamid, Cancel);
        Assert.Equal(isChat, place.Message.ChatId is not null);
        Assert.DoesNotContain((await clara.Api.ListMessagesAsync(place.ConversationId, ct: Cancel)).Items, m => m.IsAutomatic);
    }

    [Fact, Rule("H7")]
    public async Task Hours_that_change_and_change_back_say_nothing_twice_and_stop_no_lane()
    {
        var customer = NewCustomer();
        foreach (var hours in (ServiceHoursDocument[])[Afternoon, Monday(8, 9), Afternoon])
        {
            await SetAsync(hours);
            await ReceiveAsync(Webhooks.Text(customer, "Oi", Now));
        }
        var last = Webhooks.Text(customer, "Última", Now);
        await ReceiveAsync(last);

        var place = await PlaceOf(last);
        Assert.Equal(4, (await ThreadOf(place.ConversationId)).Count(m => m.Direction is MessageDirection.Inbound));
        // One for last Monday's end, one for today's.
        Assert.Equal(2, (await AutomaticIn(place.ConversationId)).Count);
    }

    [Fact, Rule("A10")]
    public async Task Agents_cannot_take_the_key_of_an_automatic_message()
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        using var ana = As(Ana);

        var refused = await ana.Api.SendMessageAsync(chat.Id, new SendMessageRequest { ClientKey = $"auto:closed:{chat.Conversation}:0", Text = "Oi" }, Cancel).Refused();

        Assert.Equal(("input.invalid", "clientKey"), (refused.Code, refused.Field));
    }

    [Fact, Rule("P5", "A10")]
    public async Task On_a_suspended_number_a_line_in_the_thread_stands_for_the_text()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        using var clara = world.As(Clara);
        await clara.Api.SaveServiceHoursAsync(Balcao500.Id, Afternoon, Cancel);
        await world.WriteAsync(LojaExemplo, db => db.ChatGroups.Where(g => g.Id == Atendimento)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.OutsideHoursText, ClosedText), Cancel));
        await world.WriteAsync(TenantScope.Everyone, db => db.Tenants.Where(t => t.Id == LojaExemplo).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsSuspended, true), Cancel));
        var message = Webhooks.Text(NewCustomer(), "Alguém?", world.Time.GetUtcNow());
        await world.PostWebhook(Webhooks.From(Balcao500, message));

        var place = await clara.Api.FindMessageAsync(message.Wamid, Cancel);
        var thread = (await clara.Api.ListMessagesAsync(place.ConversationId, ct: Cancel)).Items;
        Assert.DoesNotContain(thread, m => m.Direction is MessageDirection.Outbound);
        Assert.Equal(new NoticeItem(NoticeKind.TextNotSent, null, "tenant.suspended"), Assert.Single(thread, m => m.Kind is MessageKind.System).Notice);
    }
}
