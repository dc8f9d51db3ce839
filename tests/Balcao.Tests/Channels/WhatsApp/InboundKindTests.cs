using System.Text.Json.Nodes;
using Balcao.Contract;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>Every kind of message that customers send, and how the agent sees it.</summary>
public sealed class InboundKindTests(BalcaoApp app) : InboundTests(app)
{
    private async Task<MessageItem> Shown(Webhooks.Update update)
    {
        await ReceiveAsync(update);
        var place = await PlaceOf(update, Ana); // Ana sees it because a chat was opened
        Assert.Equal(1, (await ViewOf(place.ConversationId)).Conversation.Unread);
        Assert.Equal(1, await ChargesOf(place.Message.Id));
        return place.Message;
    }

    private Webhooks.Update Interactive(string json) => Webhooks.Message(NewCustomer(), Now, null, "interactive", JsonNode.Parse(json)!.AsObject());

    [Theory, Rule("C7")]
    [InlineData("audio", """{"id":"9001","mime_type":"audio/mpeg","sha256":"3q2+7w=="}""", MessageKind.Audio)]
    [InlineData("audio", """{"id":"9002","mime_type":"audio/ogg; codecs=opus","voice":true,"url":"https://media.example/1"}""", MessageKind.Voice)]
    [InlineData("sticker", """{"id":"9003","mime_type":"image/webp","animated":false}""", MessageKind.Sticker)]
    [InlineData("document", """{"id":"9004","mime_type":"application/pdf","filename":"relatório – março.pdf","caption":"veja"}""", MessageKind.Document)]
    [InlineData("video", """{"id":"9005"}""", MessageKind.Video)]
    [InlineData("location", """{"latitude":"-23.55","longitude":-46.63,"address":"Rua A","url":"https://maps.example"}""", MessageKind.Location)]
    [InlineData("contacts", """[{"phones":[{"wa_id":"5511999990009","user_id":"BR.1"}],"origin":"contact_request","vcard":"BEGIN:VCARD"}]""", MessageKind.Contacts)]
    [InlineData("interactive", """{"type":"list_reply","list_reply":{"id":"linha-1","title":"Segunda via","description":"do boleto"}}""", MessageKind.ListReply)]
    public async Task Kinds_are_recognised_with_all_members_and_with_only_the_required_ones(string type, string part, MessageKind kind)
    {
        var update = Webhooks.Message(NewCustomer(), Now, null, type, []);
        update.Body[type] = JsonNode.Parse(part);
        Assert.Equal(kind, (await Shown(update)).Kind);
    }

    [Fact, Rule("C7")]
    public async Task An_order_shows_its_products_with_quantities_and_prices()
    {
        var order = Webhooks.Message(NewCustomer(), Now, null, "order", JsonNode.Parse("""
            {"catalog_id":"4411","text":"Para sábado","product_items":[
             {"product_retailer_id":"bolo-cenoura","quantity":2,"item_price":45.5,"currency":"BRL"},
             {"product_retailer_id":"vela","quantity":"1","item_price":"3.90","currency":"BRL"}]}
            """)!.AsObject());
        var message = await Shown(order);
        Assert.Equal((MessageKind.Order, "Para sábado", "4411"), (message.Kind, message.Text, message.Order?.CatalogId));
        Assert.Equal([new("bolo-cenoura", 2, 45.5m, "BRL"), new("vela", 1, 3.90m, "BRL")], message.Order!.Items);
    }

    [Fact]
    public async Task The_answer_to_a_flow_is_shown_field_by_field()
    {
        var message = await Shown(Interactive("""
            {"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Enviado","response_json":"{\"flow_token\":\"t-1\",\"nome\":\"Ana\",\"pessoas\":4,\"extras\":[\"café\"]}"}}
            """));
        Assert.Equal((MessageKind.FormReply, "Enviado", "flow", null), (message.Kind, message.Text, message.Form?.Name, message.Form?.Raw));
        Assert.Equal([new("nome", "Ana"), new("pessoas", "4"), new("extras", """["café"]""")], message.Form!.Fields);
    }

    [Theory]
    [InlineData("isto não é json")]
    [InlineData("[1,2]")]
    [InlineData("\"só texto\"")]
    [InlineData("{\"quebrado\":")]
    public async Task The_answer_to_a_flow_that_is_not_an_object_is_shown_unchanged(string response)
    {
        var reply = Interactive("""{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Enviado"}}""");
        reply.Body["interactive"]!["nfm_reply"]!["response_json"] = response;
        var message = await Shown(reply);
        Assert.Equal((MessageKind.FormReply, response), (message.Kind, message.Form?.Raw));
        Assert.Empty(message.Form!.Fields);
    }

    [Fact]
    public async Task An_empty_answer_to_a_flow_is_shown()
    {
        var message = await Shown(Interactive("""{"type":"nfm_reply","nfm_reply":{"name":"flow","response_json":null}}"""));
        Assert.Equal(MessageKind.FormReply, message.Kind);
    }

    [Fact]
    public async Task An_address_is_shown_as_a_form_reply()
    {
        var message = await Shown(Interactive("""
            {"type":"nfm_reply","nfm_reply":{"name":"address_message","body":"Rua A, 1","response_json":"{\"values\":{\"in_pin_code\":\"400063\"}}"}}
            """));
        Assert.Equal(("address_message", "Rua A, 1"), (message.Form?.Name, message.Text));
        Assert.Equal([new("values", """{"in_pin_code":"400063"}""")], message.Form!.Fields);
    }

    [Fact]
    public async Task A_call_permission_is_shown()
    {
        var message = await Shown(Interactive("""
            {"type":"call_permission_reply","call_permission_reply":{"response":"accept","is_permanent":false,"expiration_timestamp":"1790000000","response_source":"user_action"}}
            """));
        Assert.Equal(MessageKind.CallPermission, message.Kind);
        Assert.Equal(new CallPermissionItem(true, false, DateTimeOffset.FromUnixTimeSeconds(1790000000), false), message.CallPermission);
    }

    [Fact, KnownFailure(16)]
    public async Task The_ad_that_a_customer_came_from_is_shown_with_a_voice_note()
    {
        var voice = Webhooks.Voice(NewCustomer(), Now);
        voice.Body["referral"] = JsonNode.Parse("""
            {"source_type":"ad","source_id":"120001","source_url":"https://fb.me/x","headline":"Oferta da semana","body":"Fale conosco",
             "media_type":"image","image_url":"https://img.example/1","ctwa_clid":"AbC","welcome_message":{"text":"Olá!"}}
            """);
        var message = await Shown(voice);
        Assert.Equal(MessageKind.Voice, message.Kind);
        Assert.Equal(new ReferralItem("ad", "https://fb.me/x", "Oferta da semana", "Fale conosco", "image", "Olá!"), message.Referral);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("nada disso")]
    public async Task An_invalid_address_of_an_ad_is_not_a_link(string url)
    {
        var text = Webhooks.Text(NewCustomer(), "Vi o anúncio", Now);
        text.Body["referral"] = new JsonObject { ["source_type"] = "post", ["source_url"] = url, ["headline"] = "Título" };
        Assert.Equal(new ReferralItem("post", null, "Título", null, null, null), (await Shown(text)).Referral);
    }

    [Theory]
    [InlineData("forwarded", ForwardMark.Once)]
    [InlineData("frequently_forwarded", ForwardMark.Frequently)]
    public async Task A_forwarded_message_is_marked(string member, ForwardMark mark)
    {
        var text = Webhooks.Text(NewCustomer(), "Repassando", Now);
        text.Body["context"] = new JsonObject { [member] = true };
        var message = await Shown(text);
        Assert.Equal((mark, null), (message.Forwarded, message.Quote));
    }

    [Fact]
    public async Task A_question_about_a_product_names_the_product()
    {
        var text = Webhooks.Text(NewCustomer(), "Ainda tem?", Now);
        text.Body["context"] = JsonNode.Parse("""{"from":"551140000500","id":"wamid.catalogo","referred_product":{"catalog_id":"4411","product_retailer_id":"bolo"}}""");
        Assert.Equal(new ProductItem("4411", "bolo"), (await Shown(text)).Product);
    }

    [Theory, KnownFailure(16), KnownFailure(15)]
    [InlineData("unsupported", 131051, null)]
    [InlineData("unsupported", 131060, null)]
    [InlineData("text", 131060, "text")]
    [InlineData("image", 131052, "image")]
    public async Task A_message_that_WhatsApp_could_not_deliver_is_a_placeholder_with_the_reason_and_opens_a_chat(string type, int code, string? raw)
    {
        var message = await Shown(WithErrors(Webhooks.Message(NewCustomer(), Now, null, type, new JsonObject { ["id"] = "900" }), code));
        Assert.Equal((MessageKind.Unsupported, code, raw ?? "unsupported"), (message.Kind, message.PlaceholderCode, message.RawType));
        Assert.Null(message.Media);
    }

    [Theory]
    [InlineData("poll_creation")]
    [InlineData("event")]
    [InlineData("gif")]
    public async Task An_unsupported_message_shows_its_type(string what)
    {
        var update = WithErrors(Webhooks.Message(NewCustomer(), Now, null, "unsupported", new JsonObject { ["type"] = what }), 131051);
        Assert.Equal((MessageKind.Unsupported, what), ((await Shown(update)).Kind, (await PlaceOf(update)).Message.RawType));
    }

    [Theory]
    [InlineData("request_welcome")]
    [InlineData("unknown")]
    [InlineData("ephemeral")]
    [InlineData("tipo_de_amanha")]
    public async Task An_obsolete_or_unknown_type_is_a_placeholder_with_its_name(string type) =>
        Assert.Equal(type, (await Shown(Webhooks.Message(NewCustomer(), Now, null, type, []))).RawType);

    [Fact]
    public async Task An_interactive_reply_of_an_unknown_type_is_a_placeholder_with_its_name() =>
        Assert.Equal("payment_reply", (await Shown(Interactive("""{"type":"payment_reply","payment_reply":{"a":1}}"""))).RawType);

    [Theory]
    [InlineData("text", "{}")]
    [InlineData("image", "{}")]
    [InlineData("location", """{"latitude":"norte"}""")]
    [InlineData("order", "{}")]
    [InlineData("interactive", "{}")]
    [InlineData("contacts", "{}")]
    public async Task A_message_with_an_empty_part_is_a_placeholder_and_not_lost(string type, string part) =>
        Assert.NotEqual(MessageKind.Text, (await Shown(Webhooks.Message(NewCustomer(), Now, null, type, JsonNode.Parse(part)!.AsObject()))).Kind);

    [Fact, KnownFailure(24)]
    public async Task The_payload_of_a_template_s_button_without_context_is_stored()
    {
        var message = await Shown(Webhooks.Message(NewCustomer(), Now, null, "button", new JsonObject { ["text"] = "Confirmar", ["payload"] = "CONFIRMA-7" }));
        Assert.Equal((MessageKind.ButtonReply, "Confirmar", "CONFIRMA-7"), (message.Kind, message.Text, message.ReplyPayload));
    }

    [Fact]
    public async Task Texts_are_cut_between_characters_never_within_one()
    {
        // An emoji is at the position where the ticket's subject and the contact's name are cut.
        var text = new string('a', 118) + "😀😀" + new string('b', 200);
        var message = await Shown(Webhooks.Text(new Customer(new string('n', 255) + "😀😀", NewPhone()), text, Now));
        Assert.Equal(text, message.Text);
    }

    [Fact, KnownFailure(23)]
    public async Task Messages_that_arrive_out_of_order_are_shown_in_the_order_they_were_written()
    {
        var customer = NewCustomer();
        var said = Enumerable.Range(0, 6).Select(i => Webhooks.Text(customer, $"{i}", Now.AddSeconds(i))).ToArray();
        await ReceiveAsync(said[3], said[1]);
        await ReceiveAsync(said[5]);
        await ReceiveAsync(said[4], said[0], said[2]);
        var place = await PlaceOf(said[0]);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], (await ThreadOf(place.ConversationId)).Select(m => m.Text));
        Assert.Equal("5", Assert.Single((await ViewOf(place.ConversationId)).Chats).LastMessage?.Text);
    }

    [Fact, KnownFailure(23)]
    public async Task Pictures_with_the_same_timestamp_are_shown_in_one_chat_in_the_order_of_arrival()
    {
        var customer = NewCustomer();
        var album = Enumerable.Range(0, 5).Select(i => Webhooks.Image(customer, Now, caption: $"foto {i}")).ToArray();
        foreach (var picture in album) await ReceiveAsync(picture);
        var thread = await ThreadOf((await PlaceOf(album[0])).ConversationId);
        Assert.Equal(album.Select(a => a.Body["image"]!["caption"]!.ToString()), thread.Select(m => m.Text));
        Assert.Single(thread.Select(m => m.ChatId).Distinct());
    }
}
