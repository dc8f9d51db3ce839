using System.Text.Json.Nodes;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Tests.Channels.WhatsApp.Documented;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>What happens while another app, for instance Meta's business agent, has control of a conversation.</summary>
[Finding("F1")]
public sealed class StandbyTests(BalcaoApp app) : InboundTests(app)
{
    private async Task PostDocumentedAsync(string field, JsonObject value, CastNumber number, bool metadata)
    {
        value["messaging_product"] = "whatsapp";
        var whole = value.DeepClone().AsObject();
        if (metadata) whole["metadata"] = new JsonObject { ["display_phone_number"] = Digits(number), ["phone_number_id"] = number.PhoneNumberId };
        Assert.Empty(DocumentedShapes.Compare(field, whole).Select(compared => compared.Fault).OfType<string>());
        await PostFieldAsync(field, value.ToJsonString(), number, metadata);
    }

    private Task HearAsync(JsonObject heard, CastNumber? number = null) =>
        PostDocumentedAsync("standby", new JsonObject { ["standby"] = heard }, number ?? Balcao500, metadata: true);

    private Task HearAsync(Webhooks.Update update, CastNumber? number = null) => HearAsync(new JsonObject
    {
        ["contacts"] = new JsonArray(update.Contact!.DeepClone()), ["messages"] = new JsonArray(update.Body.DeepClone()),
    }, number);

    /// <summary>The other app sends it; the id of the message.</summary>
    private async Task<string> EchoAsync(Customer to, string type, JsonObject part, DateTimeOffset at, JsonObject? beside = null)
    {
        var echo = beside?.DeepClone().AsObject() ?? [];
        var wamid = FakeGraph.NewWamid();
        (echo["id"], echo["timestamp"]) = (wamid, Seconds(at));
        echo["message"] = new JsonObject { ["messaging_product"] = "whatsapp", ["recipient_type"] = "individual", ["to"] = to.WaId, ["type"] = type, [type] = part };
        await HearAsync(new JsonObject { ["message_echoes"] = new JsonArray(echo) });
        return wamid;
    }

    private Task StatusAsync(string wamid, string status, Customer to, int? error = null) => HearAsync(new JsonObject
    {
        ["statuses"] = new JsonArray(Webhooks.Status(wamid, status, to, Now.AddMinutes(1), errorCode: error).Body.DeepClone()),
    });

    [Fact]
    public async Task A_message_that_another_app_answers_is_in_the_thread_and_opens_no_chat_costs_nothing_and_is_not_unread()
    {
        var (customer, sends) = (NewCustomer("Lia"), App.Graph.Sends.Count);
        var message = Webhooks.Text(customer, "Onde está meu pedido?", Now);
        await HearAsync(message);
        await HearAsync(message);

        var place = await PlaceOf(message);
        Assert.Equal((MessageDirection.Inbound, MessageSource.OtherApp, "Onde está meu pedido?", null), (place.Message.Direction, place.Message.Source, place.Message.Text, place.Message.ChatId));
        Assert.Equal("Lia", place.Contact.Name);
        var view = await ViewOf(place.ConversationId);
        Assert.Empty(view.Chats);
        Assert.Equal(0, view.Conversation.Unread);
        // The window belongs to the number: an agent may write, and takes the control back by that.
        Assert.Equal(Now.AddHours(24), view.Conversation.WindowEndsAt);
        Assert.Equal(0, await ChargesOf(place.Message.Id));
        Assert.Equal(sends, App.Graph.Sends.Count);
        Assert.Single(await ThreadOf(place.ConversationId));
    }

    [Fact]
    public async Task It_needs_no_group_that_serves_the_number()
    {
        var message = Webhooks.Text(NewCustomer(), "Oi", Now);
        await HearAsync(message, Balcao501);
        Assert.True(await IsFiled(message.Wamid));
        Assert.False(await App.ReadAsync(LojaExemplo, db => db.HeldUpdates.AnyAsync(h => h.Wamid == message.Wamid)));
    }

    [Fact]
    public async Task In_an_open_chat_it_is_part_of_that_chat()
    {
        var customer = NewCustomer();
        var chat = await App.ChatServedBy(Ana, customer);
        var message = Webhooks.Text(customer, "E agora?", Now.AddMinutes(1));
        await HearAsync(message);
        Assert.Equal((chat.Conversation, chat.Id), ((await PlaceOf(message, Ana)).ConversationId, (await PlaceOf(message, Ana)).Message.ChatId));
        Assert.Single((await ViewOf(chat.Conversation)).Chats);
    }

    [Fact]
    public async Task Files_edits_reactions_and_customers_who_hide_their_phone_are_no_exception()
    {
        var (customer, id) = (NewCustomer(), NewUserId());
        var picture = Webhooks.Image(customer, Now, caption: "quebrou").WithUserId(id, "lia", hidesPhone: true);
        await HearAsync(picture);
        var place = await PlaceOf(picture);
        Assert.Equal((MessageKind.Image, "quebrou"), (place.Message.Kind, place.Message.Text));
        Assert.NotNull(place.Message.Media);

        var said = Webhooks.Text(customer, "Quero 2", Now.AddSeconds(1));
        await HearAsync(said);
        await HearAsync(Edit(customer, Now.AddSeconds(2), said.Wamid, "Quero 3"));
        await HearAsync(Webhooks.Reaction(customer, Now.AddSeconds(3), said.Wamid, "👍"));
        var changed = (await PlaceOf(said)).Message;
        Assert.Equal(("Quero 3", "👍"), (changed.Text, Assert.Single(changed.Reactions).Emoji));
    }

    [Fact]
    public async Task What_the_other_app_sends_is_in_the_thread_with_its_receipts()
    {
        var customer = NewCustomer();
        var asked = Webhooks.Text(customer, "Abrem hoje?", Now);
        await HearAsync(asked);
        var answer = await EchoAsync(customer, "text", new JsonObject { ["body"] = "Abrimos às 9h" }, Now.AddSeconds(5));
        var place = await PlaceOf(answer);
        Assert.Equal((MessageDirection.Outbound, MessageSource.OtherApp, "Abrimos às 9h", DeliveryStatus.Sent, null),
            (place.Message.Direction, place.Message.Source, place.Message.Text, place.Message.Delivery, place.Message.Author));
        Assert.Equal((await PlaceOf(asked)).ConversationId, place.ConversationId);
        await StatusAsync(answer, "read", customer);
        Assert.Equal(DeliveryStatus.Read, (await PlaceOf(answer)).Message.Delivery);
        Assert.Equal(0, await ChargesOf(place.Message.Id));
    }

    [Fact]
    public async Task Questions_and_templates_of_the_other_app_show_what_the_customer_read()
    {
        var customer = NewCustomer();
        var question = await EchoAsync(customer, "interactive", (JsonObject)JsonNode.Parse(
            """{"type":"button","body":{"text":"Confirma?"},"action":{"buttons":[{"type":"reply","reply":{"id":"s","title":"Sim"}},{"type":"reply","reply":{"id":"n","title":"Não"}}]}}""")!, Now);
        var asked = (await PlaceOf(question)).Message;
        Assert.Equal((MessageKind.Buttons, "Confirma?"), (asked.Kind, asked.Text));
        Assert.Equal(["Sim", "Não"], asked.Buttons!.Buttons.Select(b => b.Title));

        var template = await EchoAsync(customer, "template", (JsonObject)JsonNode.Parse(
            """{"name":"pedido_saiu","language":{"code":"pt_BR"},"components":[{"type":"body","parameters":[{"type":"text","text":"4182"}]}]}""")!, Now,
            (JsonObject)JsonNode.Parse("""{"template":{"name":"pedido_saiu","status":"APPROVED","components":[{"type":"BODY","text":"O pedido {{1}} saiu."}]}}""")!);
        Assert.Equal((MessageKind.Text, "O pedido 4182 saiu."), ((await PlaceOf(template)).Message.Kind, (await PlaceOf(template)).Message.Text));

        var flow = await EchoAsync(customer, "interactive", (JsonObject)JsonNode.Parse("""{"type":"flow","body":{"text":"Preencha, por favor"},"action":{"name":"flow"}}""")!, Now);
        Assert.Equal("Preencha, por favor", (await PlaceOf(flow)).Message.Text);
    }

    [Fact]
    public async Task A_failure_of_the_other_app_is_shown_and_not_offered_for_sending_again()
    {
        var customer = NewCustomer();
        var chat = await App.ChatServedBy(Ana, customer);
        var answer = await EchoAsync(customer, "text", new JsonObject { ["body"] = "Sou o assistente" }, Now);
        await StatusAsync(answer, "failed", customer, 131026);
        var failed = (await PlaceOf(answer, Ana)).Message;
        Assert.Equal((131026, chat.Id), (failed.Failure?.WhatsAppCode, failed.ChatId));
        using var ana = As(Ana);
        Assert.Equal("message.notResendable", (await ana.Api.ResendAsync(failed.Id, Cancel).Refused()).Code);
    }

    private Task HandOverAsync(string type, Customer customer, string to = "escalation", string? reason = null, CastNumber? number = null)
    {
        var details = new JsonObject { ["previous_owner_role"] = "ai_agent", ["new_owner_role"] = to };
        if (reason is not null) details["metadata"] = reason;
        return PostDocumentedAsync("messaging_handovers", new JsonObject
        {
            ["sender"] = new JsonObject { ["phone_number"] = customer.WaId },
            ["recipient"] = new JsonObject { ["display_phone_number"] = Digits(number ?? Balcao500), ["phone_number_id"] = (number ?? Balcao500).PhoneNumberId },
            ["type"] = type, ["timestamp"] = Seconds(Now.AddMinutes(5)), [type] = details,
        }, number ?? Balcao500, metadata: false);
    }

    [Fact]
    public async Task A_conversation_that_is_passed_on_waits_for_an_agent_with_a_line_that_says_why()
    {
        var customer = NewCustomer();
        var message = Webhooks.Text(customer, "Quero falar com gente", Now);
        await HearAsync(message);
        await HandOverAsync("control_passed", customer, reason: "O cliente pediu uma pessoa");
        await HandOverAsync("control_passed", customer, reason: "O cliente pediu uma pessoa");

        var conversation = (await PlaceOf(message, Ana)).ConversationId;
        Assert.Equal(ChatStatus.Waiting, Assert.Single((await ViewOf(conversation)).Chats).Status);
        var line = Assert.Single(await ThreadOf(conversation), m => m.Kind is MessageKind.System);
        Assert.Equal((NoticeKind.ControlPassed, "O cliente pediu uma pessoa"), (line.Notice!.Kind, line.Text));
        Assert.Equal(0, await ChargesOf(line.Id));

        // From now on the customer's messages are ours.
        var next = Webhooks.Text(customer, "Alô?", Now.AddMinutes(6));
        await ReceiveAsync(next);
        Assert.NotNull((await PlaceOf(next, Ana)).Message.ChatId);
        Assert.Single((await ViewOf(conversation)).Chats);
    }

    [Fact, Rule("A10")]
    public async Task A_handover_lets_a_silent_chat_speak()
    {
        var customer = NewCustomer();
        var late = Webhooks.Text(customer, "Oi", Now.AddMinutes(-16));
        await ReceiveAsync(late);
        var conversation = (await PlaceOf(late)).ConversationId;
        await SaysAsync("fila");

        await HandOverAsync("control_passed", customer);

        await Waiting.Eventually(async () => (await ThreadOf(conversation)).Any(m => m is { IsAutomatic: true, Text: "fila" }), "the customer is told");
        await SaysAsync(null);

        Task SaysAsync(string? text) => App.WriteAsync(LojaExemplo, db => db.ChatGroups.Where(g => g.Id == Atendimento)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.QueueText, text), Cancel));
    }

    [Theory]
    [InlineData("control_taken", "escalation", NoticeKind.ControlTaken)]
    [InlineData("control_passed", "ai_agent", NoticeKind.ControlPassed)]
    public async Task Another_change_of_control_is_a_line_and_no_more(string type, string to, NoticeKind kind)
    {
        var customer = NewCustomer();
        var message = Webhooks.Text(customer, "Oi", Now);
        await HearAsync(message);
        await HandOverAsync(type, customer, to);
        var conversation = (await PlaceOf(message)).ConversationId;
        Assert.Empty((await ViewOf(conversation)).Chats);
        Assert.Equal(kind, Assert.Single(await ThreadOf(conversation), m => m.Kind is MessageKind.System).Notice!.Kind);
    }

    [Fact]
    public async Task A_handover_of_a_number_that_nobody_has_or_of_an_unknown_kind_is_kept()
    {
        await PostFieldAsync("messaging_handovers", """{"recipient":{"phone_number_id":"404404404"},"sender":{"phone_number":"5511900000404"},"type":"control_passed","control_passed":{}}""", metadata: false);
        Assert.Equal(JournalOutcome.UnknownNumber, await OutcomeOf("404404404"));
        await PostFieldAsync("messaging_handovers", """{"recipient":{"phone_number_id":"100200300400500"},"sender":{"phone_number":"5511900000405"},"type":"control_shared"}""", metadata: false);
        Assert.Equal(JournalOutcome.Kept, await OutcomeOf("5511900000405"));
    }
}
