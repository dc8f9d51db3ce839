using System.Text;
using System.Text.Json.Nodes;
using Balcao.WhatsApp.Client;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.WhatsApp.Tests.Client;

/// <summary>The exact JSON of every kind of message.</summary>
public sealed class OutboundJsonTests
{
    private static readonly MediaReference Uploaded = MediaReference.OfId("900100");
    private static readonly MediaReference Linked = MediaReference.OfLink(new("https://files.example/a.jpg"));

    private static string Json(OutboundContent content) => Json(new OutboundMessage { To = Recipient.OfPhone("5511987650001"), Content = content });

    private static string Json(OutboundMessage message) => Encoding.UTF8.GetString(message.ToJson().Span);

    private static void AssertPart(string expected, OutboundContent content)
    {
        var sent = JsonNode.Parse(Json(content))!.AsObject();
        Assert.Equal(content.Type, (string?)sent["type"]);
        var part = sent[content.Type];
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), part), $"expected {expected}\nsent     {part?.ToJsonString()}");
    }

    [Fact]
    public void A_text_reply_with_callback_data() => Assert.Equal(
        """{"messaging_product":"whatsapp","recipient_type":"individual","to":"+5511987650001","type":"text","context":{"message_id":"wamid.X"},"biz_opaque_callback_data":"msg:8f3","recipient_identity_key_hash":"aGFzaA==","text":{"body":"Olá \"você\"","preview_url":false}}""",
        Json(new OutboundMessage
        {
            To = Recipient.OfPhone("+55 (11) 98765-0001"),
            Content = new TextContent("Olá \"você\""),
            ReplyTo = "wamid.X",
            CallbackData = "msg:8f3",
            IdentityKeyHash = "aGFzaA==",
        }));

    [Fact]
    [Trait("KnownFailure", "22")] // People without a phone number are reached by their business-scoped id.
    public void A_business_scoped_id_goes_into_recipient_and_never_into_to() => Assert.Equal(
        """{"messaging_product":"whatsapp","recipient_type":"individual","recipient":"BR.555","type":"text","text":{"body":"Oi","preview_url":true}}""",
        Json(new OutboundMessage { To = Recipient.OfUserId("BR.555"), Content = new TextContent("Oi", PreviewUrl: true) }));

    [Fact]
    public void A_group_has_the_recipient_type_group() => Assert.Equal(
        """{"messaging_product":"whatsapp","recipient_type":"group","to":"G-abc","type":"text","text":{"body":"Oi","preview_url":false}}""",
        Json(new OutboundMessage { To = Recipient.OfGroup("G-abc"), Content = new TextContent("Oi") }));

    [Fact]
    public void An_invalid_phone_number_is_refused_as_recipient() => Assert.Throws<ArgumentException>(() => Recipient.OfPhone("BR.555"));

    [Fact]
    public void Media_by_id_or_link()
    {
        AssertPart("""{"id":"900100","caption":"Olha"}""", new ImageContent(Uploaded, "Olha"));
        AssertPart("""{"link":"https://files.example/a.jpg"}""", new ImageContent(Linked));
        AssertPart("""{"id":"900100","caption":"Olha"}""", new VideoContent(Uploaded, "Olha"));
        AssertPart("""{"id":"900100"}""", new AudioContent(Uploaded));
        AssertPart("""{"id":"900100","voice":true}""", new AudioContent(Uploaded, Voice: true));
        AssertPart("""{"id":"900100","caption":"2ª via","filename":"boleto março.pdf"}""", new DocumentContent(Uploaded, "boleto março.pdf", "2ª via"));
        AssertPart("""{"id":"900100"}""", new StickerContent(Uploaded));
    }

    [Fact]
    public void A_location() => AssertPart(
        """{"latitude":-23.5505,"longitude":-46.6333,"name":"Sé","address":"Praça da Sé"}""",
        new LocationContent(-23.5505, -46.6333, "Sé", "Praça da Sé"));

    [Fact]
    [Trait("KnownFailure", "10")] // Agents can react and remove their reaction.
    public void A_reaction_and_its_removal()
    {
        AssertPart("""{"message_id":"wamid.IN1","emoji":"👍"}""", new ReactionContent("wamid.IN1", "👍"));
        AssertPart("""{"message_id":"wamid.IN1","emoji":""}""", new ReactionContent("wamid.IN1", null));
    }

    [Fact]
    public void Contact_cards() => AssertPart(
        """
        [{"name":{"formatted_name":"José Silva","first_name":"José","last_name":"Silva"},
          "phones":[{"phone":"+558598765432","type":"CELL","wa_id":"558598765432"}],
          "emails":[{"email":"jose@loja.example","type":"WORK"}],
          "addresses":[{"street":"Rua A, 1","city":"Fortaleza","state":"CE","zip":"60000-000","country":"Brasil","country_code":"br","type":"HOME"}],
          "urls":[{"url":"https://loja.example","type":"WORK"}],
          "org":{"company":"Loja","department":"Vendas","title":"Gerente"},
          "birthday":"1980-05-17"}]
        """,
        new ContactsContent(
        [
            new ContactCard
            {
                Name = new() { Formatted = "José Silva", First = "José", Last = "Silva" },
                Phones = [new() { Phone = "+558598765432", Type = "CELL", WaId = "558598765432" }],
                Emails = [new() { Email = "jose@loja.example", Type = "WORK" }],
                Addresses = [new() { Street = "Rua A, 1", City = "Fortaleza", State = "CE", Zip = "60000-000", Country = "Brasil", CountryCode = "br", Type = "HOME" }],
                Urls = [new() { Url = "https://loja.example", Type = "WORK" }],
                Organization = new() { Company = "Loja", Department = "Vendas", Title = "Gerente" },
                Birthday = "1980-05-17",
            },
        ]));

    [Fact]
    [Trait("KnownFailure", "24")] // Agents can send buttons and lists, and the replies contain their ids.
    public void Reply_buttons_with_every_kind_of_header()
    {
        static ReplyButtonsContent Buttons(InteractiveHeader? header) => new()
        {
            Header = header, Body = "Confirma?", Footer = "Loja", Buttons = [new("yes-7", "Sim"), new("no-7", "Não")],
        };
        static string Expected(string header) =>
            $$$"""{"type":"button",{{{header}}}"body":{"text":"Confirma?"},"footer":{"text":"Loja"},"action":{"buttons":[{"type":"reply","reply":{"id":"yes-7","title":"Sim"}},{"type":"reply","reply":{"id":"no-7","title":"Não"}}]} }""";

        AssertPart(Expected(""), Buttons(null));
        AssertPart(Expected("""  "header":{"type":"text","text":"Pedido 7"},"""), Buttons(InteractiveHeader.OfText("Pedido 7")));
        AssertPart(Expected("""  "header":{"type":"image","image":{"id":"900100"}},"""), Buttons(InteractiveHeader.OfImage(Uploaded)));
        AssertPart(Expected("""  "header":{"type":"video","video":{"id":"900100"}},"""), Buttons(InteractiveHeader.OfVideo(Uploaded)));
        AssertPart(Expected("""  "header":{"type":"document","document":{"id":"900100","filename":"a.pdf"}},"""), Buttons(InteractiveHeader.OfDocument(Uploaded, "a.pdf")));
    }

    [Fact]
    public void A_list() => AssertPart(
        """
        {"type":"list","body":{"text":"Como ajudar?"},"action":{"button":"Opções","sections":[
          {"title":"Financeiro","rows":[{"id":"r1","title":"Boleto","description":"2ª via"},{"id":"r2","title":"Nota"}]},
          {"rows":[{"id":"r3","title":"Outro"}]}]}}
        """,
        new ListContent
        {
            Body = "Como ajudar?",
            ButtonText = "Opções",
            Sections = [new("Financeiro", [new("r1", "Boleto", "2ª via"), new("r2", "Nota")]), new(null, [new("r3", "Outro")])],
        });

    [Fact]
    public void A_link_button_and_a_request_for_the_location()
    {
        AssertPart(
            """{"type":"cta_url","body":{"text":"Acompanhe"},"action":{"name":"cta_url","parameters":{"display_text":"Abrir","url":"https://loja.example/7"}}}""",
            new LinkButtonContent { Body = "Acompanhe", ButtonText = "Abrir", Link = new("https://loja.example/7") });
        AssertPart(
            """{"type":"location_request_message","body":{"text":"Onde você está?"},"action":{"name":"send_location"}}""",
            new LocationRequestContent { Body = "Onde você está?" });
    }

    [Fact]
    [Trait("KnownFailure", "6")] // A header with an image is as common as a text in the body.
    public void A_template_with_every_kind_of_component() => AssertPart(
        """
        {"name":"order_update","language":{"code":"pt_BR"},"components":[
          {"type":"header","parameters":[{"type":"image","image":{"id":"900100"}}]},
          {"type":"body","parameters":[
            {"type":"text","parameter_name":"first_name","text":"Ana"},
            {"type":"currency","currency":{"fallback_value":"R$10","code":"BRL","amount_1000":10000}},
            {"type":"date_time","date_time":{"fallback_value":"3 de maio"}}]},
          {"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"CONFIRM-7"}]},
          {"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"7/track"}]},
          {"type":"button","sub_type":"copy_code","index":"2","parameters":[{"type":"coupon_code","coupon_code":"SAVE10"}]},
          {"type":"button","sub_type":"flow","index":"3","parameters":[{"type":"action","action":{"flow_token":"t1","flow_action_data":{"a":1}}}]},
          {"type":"limited_time_offer","parameters":[{"type":"limited_time_offer","limited_time_offer":{"expiration_time_ms":1790000000000}}]}]}
        """,
        new TemplateContent("order_update", "pt_BR",
        [
            new TemplateHeader(new ImageParameter(Uploaded)),
            new TemplateBody([new TextParameter("Ana") { Name = "first_name" }, new CurrencyParameter("R$10", "BRL", 10000), new DateTimeParameter("3 de maio")]),
            TemplateButton.QuickReply(0, "CONFIRM-7"),
            TemplateButton.Link(1, "7/track"),
            TemplateButton.CopyCode(2, "SAVE10"),
            TemplateButton.Flow(3, "t1", """{"a":1}"""),
            new TemplateLimitedTimeOffer(DateTimeOffset.FromUnixTimeSeconds(1790000000)),
        ]));

    [Fact]
    public void Templates_with_other_headers_with_cards_or_without_parameters()
    {
        AssertPart("""{"name":"hello","language":{"code":"en_US"}}""", new TemplateContent("hello", "en_US", []));
        AssertPart(
            """{"name":"t","language":{"code":"pt_BR"},"components":[{"type":"header","parameters":[{"type":"document","document":{"id":"900100","filename":"a.pdf"}}]}]}""",
            new TemplateContent("t", "pt_BR", [new TemplateHeader(new DocumentParameter(Uploaded, "a.pdf"))]));
        AssertPart(
            """{"name":"t","language":{"code":"pt_BR"},"components":[{"type":"header","parameters":[{"type":"location","location":{"latitude":1.5,"longitude":2.5,"name":"Loja"}}]}]}""",
            new TemplateContent("t", "pt_BR", [new TemplateHeader(new LocationParameter(new(1.5, 2.5, "Loja")))]));
        AssertPart(
            """
            {"name":"t","language":{"code":"pt_BR"},"components":[{"type":"carousel","cards":[
              {"card_index":0,"components":[{"type":"header","parameters":[{"type":"video","video":{"id":"900100"}}]}]},
              {"card_index":1,"components":[{"type":"body","parameters":[{"type":"text","text":"x"}]}]}]}]}
            """,
            new TemplateContent("t", "pt_BR",
            [
                new TemplateCarousel([[new TemplateHeader(new VideoParameter(Uploaded))], [new TemplateBody([new TextParameter("x")])]]),
            ]));
    }
}
