using System.Text.Json.Nodes;
using Balcao.Contract;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>A number that is also used with the app on the business's phone: echoes, history and address book.</summary>
public sealed class PhoneAppTests(BalcaoApp app) : InboundTests(app)
{
    private static JsonObject Echo(Customer to, DateTimeOffset at, string type, JsonObject part) => new()
    {
        ["from"] = Digits(Balcao500), ["to"] = to.WaId, ["id"] = FakeGraph.NewWamid(), ["timestamp"] = Seconds(at), ["type"] = type, [type] = part,
    };

    private static JsonObject EchoText(Customer to, DateTimeOffset at, string text) => Echo(to, at, "text", new JsonObject { ["body"] = text });

    private Task PostEchoesAsync(params JsonObject[] echoes) => PostFieldAsync("smb_message_echoes", new JsonObject
    {
        ["messaging_product"] = "whatsapp", ["message_echoes"] = new JsonArray([.. echoes.Select(e => e.DeepClone())]),
    }.ToJsonString());

    private static string IdOf(JsonObject message) => message["id"]!.ToString();

    [Fact, KnownFailure(14), Rule("C7")]
    public async Task A_message_sent_from_the_phone_app_is_part_of_the_conversation_is_free_and_is_not_sent_again()
    {
        var customer = NewCustomer();
        var asked = Webhooks.Text(customer, "Vocês abrem hoje?", Now);
        await ReceiveAsync(asked);
        var sends = App.Graph.Sends.Count;
        var echo = EchoText(customer, Now.AddMinutes(1), "Abrimos às 9h");
        echo["context"] = new JsonObject { ["from"] = customer.WaId, ["id"] = asked.Wamid };
        await PostEchoesAsync(echo);
        await PostEchoesAsync(echo);

        var place = await PlaceOf(IdOf(echo), Ana);
        Assert.Equal(
            (MessageDirection.Outbound, MessageSource.PhoneApp, "Abrimos às 9h", null, DeliveryStatus.Sent),
            (place.Message.Direction, place.Message.Source, place.Message.Text, place.Message.Author, place.Message.Delivery));
        Assert.Equal("Vocês abrem hoje?", place.Message.Quote?.Text);
        Assert.Equal(0, await ChargesOf(place.Message.Id));
        Assert.Equal(2, (await ThreadOf(place.ConversationId)).Count);
        Assert.Equal(1, (await ViewOf(place.ConversationId)).Conversation.Unread);
        Assert.Equal(sends, App.Graph.Sends.Count);
        await ReceiveAsync(Webhooks.Status(IdOf(echo), "read", customer, Now.AddMinutes(2)));
        Assert.Equal(DeliveryStatus.Read, (await PlaceOf(IdOf(echo))).Message.Delivery);
    }

    [Fact, KnownFailure(14)]
    public async Task An_echo_to_a_new_contact_opens_no_chat_and_no_window()
    {
        var customer = NewCustomer();
        var echo = EchoText(customer, Now, "Bom dia, aqui é a loja");
        await PostEchoesAsync(echo);
        var view = await ViewOf((await PlaceOf(IdOf(echo))).ConversationId);
        Assert.Empty(view.Chats);
        Assert.Equal((null, 0), (view.Conversation.WindowEndsAt, view.Conversation.Unread));
        Assert.Equal("+" + customer.WaId, view.Conversation.Contact.Phone);
    }

    [Fact, KnownFailure(14)]
    public async Task Edits_deletions_and_reactions_from_the_phone_app_change_the_message()
    {
        var customer = NewCustomer();
        var asked = Webhooks.Text(customer, "Obrigada!", Now);
        await ReceiveAsync(asked);
        var (first, second) = (EchoText(customer, Now.AddSeconds(1), "Até as 18h"), EchoText(customer, Now.AddSeconds(2), "Ops"));
        await PostEchoesAsync(first, second);
        await PostEchoesAsync(
            Echo(customer, Now.AddSeconds(3), "edit", new JsonObject
            {
                ["original_message_id"] = IdOf(first), ["message"] = new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = "Até as 19h" } },
            }),
            Echo(customer, Now.AddSeconds(4), "revoke", new JsonObject { ["original_message_id"] = IdOf(second) }),
            Echo(customer, Now.AddSeconds(5), "reaction", new JsonObject { ["message_id"] = asked.Wamid, ["emoji"] = "❤" }));

        Assert.Equal("Até as 19h", (await PlaceOf(IdOf(first))).Message.Text);
        Assert.NotNull((await PlaceOf(IdOf(second))).Message.RevokedAt);
        Assert.Equal(("❤", null), (Assert.Single((await PlaceOf(asked)).Message.Reactions).Emoji, (await PlaceOf(asked)).Message.Reactions[0].Agent));
        // The phone app cannot change the customer's messages.
        await PostEchoesAsync(Echo(customer, Now.AddSeconds(6), "revoke", new JsonObject { ["original_message_id"] = asked.Wamid }));
        Assert.Null((await PlaceOf(asked)).Message.RevokedAt);
    }

    [Fact, Rule("C7")]
    public async Task History_is_stored_in_its_conversation_without_chat_charge_unread_or_window()
    {
        var customer = NewCustomer();
        JsonObject Said(bool ours, DateTimeOffset at, string type, JsonObject part, string status)
        {
            var message = new JsonObject
            {
                ["from"] = ours ? Digits(Balcao500) : customer.WaId, ["id"] = FakeGraph.NewWamid(), ["timestamp"] = Seconds(at), ["type"] = type, [type] = part,
                ["history_context"] = new JsonObject { ["status"] = status },
            };
            if (ours) message["to"] = customer.WaId;
            return message;
        }

        JsonObject[] said =
        [
            Said(false, Now.AddHours(-3), "text", new JsonObject { ["body"] = "Quanto custa?" }, "read"),
            Said(true, Now.AddHours(-2), "text", new JsonObject { ["body"] = "R$ 40" }, "read"),
            Said(false, Now.AddHours(-1), "media_placeholder", [], "delivered"),
            Said(true, Now.AddMinutes(-30), "text", new JsonObject { ["body"] = "Combinado" }, "delivered"),
        ];
        var chunk = new JsonObject
        {
            ["history"] = new JsonArray(new JsonObject
            {
                ["metadata"] = new JsonObject { ["phase"] = 0, ["chunk_order"] = 1, ["progress"] = 55 },
                ["threads"] = new JsonArray(new JsonObject { ["id"] = customer.WaId, ["messages"] = new JsonArray([.. said.Reverse()]) }),
            }),
        }.ToJsonString();
        await PostFieldAsync("history", chunk);
        await PostFieldAsync("history", chunk);

        var place = await PlaceOf(IdOf(said[0]));
        var view = await ViewOf(place.ConversationId);
        Assert.Empty(view.Chats);
        Assert.Equal((null, 0), (view.Conversation.WindowEndsAt, view.Conversation.Unread));
        var thread = await ThreadOf(place.ConversationId);
        Assert.Equal(["Quanto custa?", "R$ 40", null, "Combinado"], thread.Select(m => m.Text));
        Assert.Equal([MessageDirection.Inbound, MessageDirection.Outbound, MessageDirection.Inbound, MessageDirection.Outbound], thread.Select(m => m.Direction));
        Assert.Equal([DeliveryStatus.None, DeliveryStatus.Read, DeliveryStatus.None, DeliveryStatus.Delivered], thread.Select(m => m.Delivery));
        Assert.All(thread, m => Assert.Equal(MessageSource.History, m.Source));
        foreach (var message in thread) Assert.Equal(0, await ChargesOf(message.Id));

        // The real picture arrives later, with the same id.
        Assert.Equal((MessageKind.Unsupported, "media_placeholder"), (thread[2].Kind, thread[2].RawType));
        var picture = Webhooks.Image(customer, Now.AddHours(-1), caption: "assim", wamid: IdOf(said[2]));
        await ReceiveAsync(picture);
        await ReceiveAsync(picture);
        var filled = (await PlaceOf(IdOf(said[2]))).Message;
        Assert.Equal((MessageKind.Image, "assim", null), (filled.Kind, filled.Text, filled.RawType));
        Assert.NotNull(filled.Media);
        Assert.Empty((await ViewOf(place.ConversationId)).Chats);
    }

    [Fact]
    public async Task A_refusal_to_share_the_history_is_shown_in_the_number_s_health()
    {
        await PostFieldAsync("history", """{"history":[{"errors":[{"code":2593109,"title":"History sharing is turned off","message":"…","error_data":{"details":"History sharing is turned off by the business"}}]}]}""");
        Assert.Equal("2593109", Assert.Single((await NumberOf(Balcao500)).Health, n => n.Kind is NumberNoticeKind.History).Code);
    }

    [Fact]
    public async Task The_address_book_adds_missing_names_and_new_contacts()
    {
        var (named, unnamed, stranger) = (NewCustomer("Carla"), NewCustomer(""), NewPhone());
        var (one, other) = (Webhooks.Text(named, "Oi", Now), Webhooks.Text(unnamed, "Oi", Now));
        await ReceiveAsync(one, other);
        Assert.Equal("+" + unnamed.WaId, (await PlaceOf(other)).Contact.Name);
        string Entry(string phone, string name, string action = "add") =>
            $$$"""{"type":"contact","contact":{"full_name":"{{{name}}}","first_name":"{{{name}}}","phone_number":"{{{phone}}}"},"action":"{{{action}}}","metadata":{"timestamp":"{{{Seconds(Now)}}}"}}""";
        await PostFieldAsync("smb_app_state_sync", $$"""
            {"state_sync":[{{Entry(named.WaId, "Carla da agenda")}},{{Entry(unnamed.WaId, "Paulo da agenda")}},{{Entry(stranger, "Zulmira Agenda")}},{{Entry(named.WaId, "Carla", "remove")}}]}
            """);
        Assert.Equal(("Carla", "Paulo da agenda"), ((await PlaceOf(one)).Contact.Name, (await PlaceOf(other)).Contact.Name));
        using var clara = As(Clara);
        await Waiting.Eventually(async () => (await clara.Api.ListContactsAsync("Zulmira", ct: Cancel)).Items.Count == 1, "who is in the address book is found");
    }
}
