using System.Net;
using System.Text.Json.Nodes;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>The effects of a customer's message.</summary>
[TakesLong(40)]
public sealed class InboundMessageTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private DateTimeOffset Now => App.Time.GetUtcNow();

    /// <summary>A customer with a phone that was not used before.</summary>
    private static Customer NewCustomer(string name = "Cliente") => new(name, $"55119700{Interlocked.Increment(ref _customers):00000}");

    private async Task ReceiveAsync(CastNumber number, params Webhooks.Update[] updates) =>
        Assert.Equal(HttpStatusCode.OK, (await App.PostWebhook(Webhooks.From(number, updates))).StatusCode);

    private async Task<MessagePlace> PlaceOf(Webhooks.Update update, Member? reader = null)
    {
        using var http = As(reader ?? Ana);
        return await http.Api.FindMessageAsync(update.Wamid, Cancel);
    }

    [Fact, Rule("A6", "P2")]
    public async Task The_first_message_opens_a_waiting_chat_with_a_ticket()
    {
        var customer = NewCustomer("Teresa");
        var message = Webhooks.Text(customer, "Quero trocar um produto", Now.AddMinutes(-2));
        await ReceiveAsync(Balcao500, message);

        var place = await PlaceOf(message);
        using var ana = As(Ana);
        var chat = await ana.Api.GetChatAsync(place.Message.ChatId!.Value, Cancel);
        Assert.Equal((ChatStatus.Waiting, Atendimento, 1), (chat.Status, chat.Group.Id, chat.Unread));
        Assert.Equal(Now.AddMinutes(-2), chat.WaitingSince);
        Assert.True(chat.Ticket.Protocol > 0);
        var ticket = await ana.Api.GetTicketAsync(chat.Ticket.Id, Cancel);
        Assert.Equal(("Quero trocar um produto", TicketStatus.New), (ticket.Subject, ticket.Status));
        Assert.Equal([TicketActionKind.Opened], (await ana.Api.ListTicketActionsAsync(ticket.Id, ct: Cancel)).Items.Select(a => a.Kind));
    }

    [Fact]
    public async Task Later_messages_belong_to_the_open_chat()
    {
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "Oi", Now);
        await ReceiveAsync(Balcao500, first);
        var second = Webhooks.Text(customer, "Tem alguém?", Now.AddSeconds(5));
        await ReceiveAsync(Balcao500, second);
        var (one, two) = (await PlaceOf(first), await PlaceOf(second));
        Assert.Equal((one.ConversationId, one.Message.ChatId), (two.ConversationId, two.Message.ChatId));
    }

    [Fact]
    public async Task After_a_chat_is_closed_the_next_message_opens_a_new_one_and_reopens_the_resolved_ticket()
    {
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "Oi", Now);
        await ReceiveAsync(Balcao500, first);
        var chat = (await PlaceOf(first)).Message.ChatId!.Value;
        using var ana = As(Ana);
        await ana.Api.TakeChatAsync(chat, Cancel);
        await ana.Api.CloseChatAsync(chat, new CloseChatRequest { ResolveTicket = true }, Cancel);
        var ticket = (await ana.Api.GetChatAsync(chat, Cancel)).Ticket;
        Assert.Equal(TicketStatus.Resolved, ticket.Status);

        var again = Webhooks.Text(customer, "Ainda não chegou", Now.AddMinutes(1));
        await ReceiveAsync(Balcao500, again);
        var second = await ana.Api.GetChatAsync((await PlaceOf(again)).Message.ChatId!.Value, Cancel);
        Assert.NotEqual(chat, second.Id);
        Assert.Equal((ChatStatus.Waiting, ticket.Id, TicketStatus.InAttendance), (second.Status, second.Ticket.Id, second.Ticket.Status));
        Assert.Equal(
            [TicketActionKind.Opened, TicketActionKind.Transcript, TicketActionKind.Resolved, TicketActionKind.Reopened, TicketActionKind.StatusChanged],
            (await ana.Api.ListTicketActionsAsync(ticket.Id, ct: Cancel)).Items.Select(a => a.Kind).Order());
    }

    [Fact, KnownFailure(1), Rule("C3")]
    public async Task A_repeated_message_changes_nothing_and_is_not_charged()
    {
        var message = Webhooks.Text(NewCustomer(), "Uma vez só", Now);
        var body = Webhooks.From(Balcao500, message, message); // even twice in one POST
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => App.PostWebhook(body)));
        await App.PostWebhook(body);

        var id = (await PlaceOf(message)).Message.Id;
        Assert.Equal(1, await App.ReadAsync(LojaExemplo, db => db.Messages.CountAsync(m => m.Wamid == message.Wamid)));
        var line = Assert.Single(await App.ReadAsync(LojaExemplo, db => db.UsageEntries.Where(e => e.MessageId == id).ToListAsync()));
        Assert.Equal((ChargeType.Receive, 0, 1000L), (line.ChargeType, line.Step, line.Credits.Thousandths));
        Assert.Equal(1, await App.ReadAsync(TenantScope.Everyone, db => db.Journal.CountAsync(e => e.Json.Contains(message.Wamid))));
    }

    [Fact, KnownFailure(23)]
    public async Task Concurrent_messages_of_new_customers_create_one_contact_conversation_and_chat_each_in_order()
    {
        var customers = Enumerable.Range(0, 20).Select(i => NewCustomer($"Cliente {i}")).ToList();
        // Each customer sends five messages, each in its own POST.
        var albums = customers.Select(c => Enumerable.Range(0, 5).Select(i => Webhooks.Text(c, $"{i}", Now.AddSeconds(i))).ToList()).ToList();
        foreach (var round in Enumerable.Range(0, 5))
        {
            var answers = await Task.WhenAll(albums.Select(album => App.PostWebhook(Webhooks.From(Balcao500, album[round]))));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        }
        using var ana = As(Ana);
        foreach (var album in albums)
        {
            var places = new List<MessagePlace>();
            foreach (var update in album) places.Add(await ana.Api.FindMessageAsync(update.Wamid, Cancel));
            var conversation = Assert.Single(places.Select(p => p.ConversationId).Distinct());
            Assert.Single(places.Select(p => p.Message.ChatId).Distinct());
            Assert.Equal(["4", "3", "2", "1", "0"], (await ana.Api.ListMessagesAsync(conversation, ct: Cancel)).Items.Select(m => m.Text));
        }
        var protocols = await App.ReadAsync(LojaExemplo, db => db.Tickets.Select(t => t.Protocol).OrderBy(p => p).ToListAsync());
        Assert.Equal(Enumerable.Range(1, protocols.Count).Select(i => (long)i), protocols); // no gaps, no duplicates
    }

    [Fact, KnownFailure(5)]
    public async Task A_phone_with_and_without_Brazil_s_ninth_digit_is_one_contact()
    {
        var with = Webhooks.Text(new Customer("Rosa", "5531987654321"), "Com o nove", Now);
        var without = Webhooks.Text(new Customer("Rosa", "553187654321"), "Sem o nove", Now);
        await ReceiveAsync(Balcao500, with);
        await ReceiveAsync(Balcao500, without);
        Assert.Equal((await PlaceOf(with)).Contact.Id, (await PlaceOf(without)).Contact.Id);
        Assert.Equal((await PlaceOf(with)).ConversationId, (await PlaceOf(without)).ConversationId);
    }

    [Fact, KnownFailure(22)]
    public async Task A_customer_who_hides_the_phone_gets_a_contact_and_a_chat()
    {
        var hidden = Webhooks.Text(NewCustomer("Júlia"), "Só pelo usuário", Now).WithUserId("BR.4417730099120045512", "julia.m", hidesPhone: true);
        await ReceiveAsync(Balcao500, hidden);
        var place = await PlaceOf(hidden);
        Assert.Equal(("Júlia", null, "julia.m"), (place.Contact.Name, place.Contact.Phone, place.Contact.Username));
        Assert.NotNull(place.Message.ChatId);
    }

    [Fact, KnownFailure(24), KnownFailure(16), Rule("C7")]
    public async Task Every_kind_is_recognised_and_charged_according_to_the_rules()
    {
        var customer = NewCustomer();
        (Webhooks.Update Update, MessageKind Kind, bool IsCharged)[] cases =
        [
            (Webhooks.Text(customer, "texto", Now), MessageKind.Text, true),
            (Webhooks.Image(customer, Now, caption: "a foto"), MessageKind.Image, true),
            (Webhooks.Video(customer, Now), MessageKind.Video, true),
            (Webhooks.Voice(customer, Now), MessageKind.Voice, true),
            (Webhooks.Document(customer, Now, "nota fiscal.pdf"), MessageKind.Document, true),
            (Webhooks.Sticker(customer, Now, isAnimated: true), MessageKind.Sticker, true),
            (Webhooks.Location(customer, Now, -23.55, -46.63, "Loja"), MessageKind.Location, true),
            (Webhooks.ButtonReply(customer, Now, "trocar", "Quero trocar"), MessageKind.ButtonReply, true),
            (Webhooks.ListReply(customer, Now, "segunda-via", "Segunda via"), MessageKind.ListReply, true),
            (Webhooks.Message(customer, Now, null, "button", new JsonObject { ["text"] = "Sim", ["payload"] = "SIM-7" }), MessageKind.ButtonReply, true),
            (Webhooks.Unsupported(customer, Now), MessageKind.Unsupported, true),
            (Webhooks.Unsupported(customer, Now, "tipo_de_amanha"), MessageKind.Unsupported, true),
            (Webhooks.Message(customer, Now, null, "revoke", new JsonObject { ["original_message_id"] = "wamid.nunca" }), MessageKind.Unsupported, false),
        ];
        await ReceiveAsync(Balcao500, [.. cases.Select(c => c.Update)]);

        foreach (var (update, kind, isCharged) in cases)
        {
            var message = (await PlaceOf(update)).Message;
            Assert.Equal(kind, message.Kind);
            Assert.Equal(isCharged ? 1 : 0, await App.ReadAsync(LojaExemplo, db => db.UsageEntries.CountAsync(e => e.MessageId == message.Id)));
        }
        Assert.Equal("a foto", (await PlaceOf(cases[1].Update)).Message.Text);
        Assert.NotNull((await PlaceOf(cases[1].Update)).Message.Media);
        Assert.Equal("nota fiscal.pdf", (await PlaceOf(cases[4].Update)).Message.Media?.FileName);
        Assert.Equal((-23.55, "Loja"), ((await PlaceOf(cases[6].Update)).Message.Location!.Latitude, (await PlaceOf(cases[6].Update)).Message.Location!.Name));
        Assert.Equal(("Quero trocar", "trocar"), ((await PlaceOf(cases[7].Update)).Message.Text, (await PlaceOf(cases[7].Update)).Message.ReplyPayload));
        Assert.Equal("SIM-7", (await PlaceOf(cases[9].Update)).Message.ReplyPayload);
        Assert.Equal("tipo_de_amanha", (await PlaceOf(cases[11].Update)).Message.RawType);
    }

    [Fact]
    public async Task Shared_contacts_are_shown_with_their_phones()
    {
        var update = Webhooks.Message(NewCustomer(), Now, null, "contacts", []);
        update.Body["contacts"] = JsonNode.Parse("""[{"name":{"formatted_name":"Oficina do Zé"},"phones":[{"phone":"+55 11 3333-4444"}]},{"emails":[{"email":"sem@nome.example"}]}]""");
        await ReceiveAsync(Balcao500, update);
        var shared = (await PlaceOf(update)).Message.Contacts;
        Assert.Equal(["Oficina do Zé", "sem@nome.example"], shared.Select(c => c.Name));
        Assert.Equal(["+55 11 3333-4444"], shared[0].Phones);
    }

    [Fact, KnownFailure(10)]
    public async Task A_reaction_is_shown_on_its_message_until_it_is_removed()
    {
        var customer = NewCustomer();
        var message = Webhooks.Text(customer, "Obrigada!", Now);
        await ReceiveAsync(Balcao500, message);
        await ReceiveAsync(Balcao500, Webhooks.Reaction(customer, Now.AddSeconds(10), message.Wamid, "👍"));
        Assert.Equal("👍", Assert.Single((await PlaceOf(message)).Message.Reactions).Emoji);

        await ReceiveAsync(Balcao500, Webhooks.Reaction(customer, Now.AddSeconds(20), message.Wamid, null));
        await ReceiveAsync(Balcao500, Webhooks.Reaction(customer, Now.AddSeconds(15), message.Wamid, "❤")); // late: it has been removed since
        Assert.Empty((await PlaceOf(message)).Message.Reactions);
    }

    [Fact, KnownFailure(10)]
    public async Task A_reaction_to_an_unknown_message_is_shown_as_a_message()
    {
        var reaction = Webhooks.Reaction(NewCustomer(), Now, "wamid.antes.de.nos", "👍");
        await ReceiveAsync(Balcao500, reaction);
        var place = await PlaceOf(reaction, Clara);
        Assert.Equal((MessageKind.Reaction, "👍", null), (place.Message.Kind, place.Message.Text, place.Message.ChatId));
    }

    [Fact]
    public async Task A_reply_quotes_its_message_only_within_the_conversation()
    {
        var (customer, other) = (NewCustomer(), NewCustomer());
        var first = Webhooks.Text(customer, "O primeiro", Now);
        var foreign = Webhooks.Text(other, "De outra pessoa", Now);
        await ReceiveAsync(Balcao500, first, foreign);
        var reply = Webhooks.Text(customer, "Sobre isso", Now.AddSeconds(1)).Quoting(first.Wamid);
        var crossed = Webhooks.Text(customer, "Citando outro", Now.AddSeconds(2)).Quoting(foreign.Wamid);
        await ReceiveAsync(Balcao500, reply, crossed);
        Assert.Equal("O primeiro", (await PlaceOf(reply)).Message.Quote?.Text);
        Assert.Null((await PlaceOf(crossed)).Message.Quote?.MessageId);
        Assert.Null((await PlaceOf(crossed)).Message.Quote?.Text);
    }

    [Fact]
    public async Task A_group_message_is_not_stored_in_the_participant_s_conversation()
    {
        var update = Webhooks.Text(NewCustomer(), "Mensagem de grupo", Now);
        update.Body["group_id"] = "1203630";
        await ReceiveAsync(Balcao500, update);
        Assert.Equal(0, await App.ReadAsync(LojaExemplo, db => db.Messages.CountAsync(m => m.Wamid == update.Wamid)));
    }

    [Fact, KnownFailure(9)]
    public async Task The_window_starts_at_WhatsApp_s_timestamp_and_a_late_message_never_shortens_it()
    {
        var customer = NewCustomer();
        var newer = Webhooks.Text(customer, "Mais novo", Now);
        await ReceiveAsync(Balcao500, newer);
        await ReceiveAsync(Balcao500, Webhooks.Text(customer, "Chegou tarde", Now.AddHours(-3)));
        using var ana = As(Ana);
        var view = await ana.Api.GetConversationAsync((await PlaceOf(newer)).ConversationId, Cancel);
        Assert.Equal(Now.AddHours(24), view.Conversation.WindowEndsAt);
        Assert.Equal("Mais novo", Assert.Single(view.Chats).LastMessage?.Text);
    }

    [Fact, Rule("L3")]
    public async Task Messages_to_a_number_without_a_group_are_held_once_and_delivered_in_order_when_one_is_linked()
    {
        var customer = NewCustomer("Paciente");
        var messages = Enumerable.Range(0, 5).Select(i => Webhooks.Text(customer, $"Espera {i}", Now.AddMinutes(i - 10))).ToArray();
        await ReceiveAsync(Balcao501, messages);
        await ReceiveAsync(Balcao501, messages[0]);
        using var clara = As(Clara);
        Assert.Equal(5, (await clara.Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == Balcao501.Id).HeldMessages);

        await clara.Api.LinkGroupAsync(Balcao501.Id, new LinkGroupRequest { GroupId = Financeiro }, Cancel);
        await Waiting.Eventually(async () => (await clara.Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == Balcao501.Id).HeldMessages == 0, "held messages are delivered");
        var place = await PlaceOf(messages[4], Davi);
        using var davi = As(Davi);
        var items = (await davi.Api.ListMessagesAsync(place.ConversationId, ct: Cancel)).Items;
        Assert.Equal(["Espera 4", "Espera 3", "Espera 2", "Espera 1", "Espera 0"], items.Select(m => m.Text));
        Assert.Equal(Now.AddMinutes(-10), items[^1].At);
        using var ana = As(Ana); // not in Financeiro
        Assert.Equal(404, (await ana.Api.FindMessageAsync(messages[4].Wamid, Cancel).Refused()).Status);
    }

    [Fact, Rule("P2", "A9")]
    public async Task A_number_works_only_in_its_tenant_and_the_other_tenant_sees_nothing()
    {
        var customer = NewCustomer("Escreve às duas");
        var (here, there) = (Webhooks.Text(customer, "Para a loja", Now), Webhooks.Text(customer, "Para a outra", Now));
        await ReceiveAsync(Balcao500, here);
        await ReceiveAsync(NumeroDaOutra, there);
        Assert.NotEqual((await PlaceOf(here)).Contact.Id, (await PlaceOf(there, Igor)).Contact.Id);
        foreach (var (reader, foreign) in ((Member, Webhooks.Update)[])[(Clara, there), (Ana, there), (Renata, here), (Igor, here), (Davi, here)])
        {
            using var http = As(reader);
            Assert.Equal(404, (await http.Api.FindMessageAsync(foreign.Wamid, Cancel).Refused()).Status);
        }
    }
}
