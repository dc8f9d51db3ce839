using Balcao.WhatsApp.Webhooks;
using static Balcao.WhatsApp.Tests.Webhooks.Payloads;

namespace Balcao.WhatsApp.Tests.Webhooks;

public sealed class MessageTests
{
    private static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeSeconds(1790000000);

    [Fact]
    public void A_text_is_read_with_sender_number_and_account()
    {
        var update = One(Messages(Message("text", """  "text":{"body":"Bom dia"}""")));

        Assert.Equal(WebhookUpdateKind.Message, update.Kind);
        Assert.Equal(Waba, update.WabaId);
        Assert.Equal("messages", update.Field);
        Assert.Equal(PhoneNumberId, update.PhoneNumberId);
        Assert.Equal("551130001000", update.DisplayPhoneNumber);
        Assert.Equal("p:" + Lucia, update.IdentityKey);
        Assert.Equal("m:wamid.IN1", update.DedupKey);

        var contact = update.Contact!;
        Assert.Equal("Dona Lúcia", contact.ProfileName);
        Assert.Equal("dona.lucia", contact.Username);
        Assert.Equal("BR", contact.CountryCode);
        Assert.Equal(LuciaUserId, contact.UserId);
        Assert.Equal("BR.ENT.31", contact.ParentUserId);
        Assert.Equal("aGFzaA==", contact.IdentityKeyHash);

        var message = update.Message!;
        Assert.Equal("wamid.IN1", message.Id);
        Assert.Equal(Lucia, message.From);
        Assert.Equal(LuciaUserId, message.FromUserId);
        Assert.Equal(SentAt, message.Timestamp);
        Assert.Equal(MessageTypes.Text, message.Type);
        Assert.Equal("Bom dia", message.Text!.Body);
        Assert.Null(message.Media);
    }

    [Theory]
    [InlineData("image", "image/jpeg")]
    [InlineData("video", "video/mp4")]
    [InlineData("document", "application/pdf")]
    [InlineData("sticker", "image/webp")]
    [InlineData("audio", "audio/mpeg")]
    public void Media_of_every_type_is_read(string type, string mime)
    {
        var message = OneMessage(type,
            $$"""  "{{type}}":{"id":"900100","mime_type":"{{mime}}","sha256":"3q2+7w==","caption":"olha","filename":"conta de luz – março.pdf","animated":true,"url":"https:\/\/media.example\/1"}""");

        var media = message.Media!;
        Assert.Equal("900100", media.Id);
        Assert.Equal(mime, media.MimeType);
        Assert.Equal("3q2+7w==", media.Sha256);
        Assert.Equal("olha", media.Caption);
        Assert.Equal("conta de luz – março.pdf", media.Filename);
        Assert.True(media.Animated);
        Assert.Equal("https://media.example/1", media.Url);
        Assert.Same(media, type switch
        {
            "image" => message.Image,
            "video" => message.Video,
            "document" => message.Document,
            "sticker" => message.Sticker,
            _ => message.Audio,
        });
    }

    [Fact]
    [Trait("KnownFailure", "22")] // Messages of people without a phone number must not be dropped.
    public void A_voice_note_after_an_ad_from_someone_without_a_phone_number_is_read()
    {
        var update = One(Body("messages", Value("""
            "contacts":[{"profile":{"name":"Rui"},"user_id":"BR.555"}],
            "messages":[{"from_user_id":"BR.555","id":"wamid.IN2","timestamp":"1790000000","type":"audio",
              "audio":{"id":"900101","mime_type":"audio/ogg; codecs=opus","sha256":"3q2+7w==","voice":true},
              "referral":{"source_type":"ad","source_id":"120001","source_url":"https://ads.example/x","headline":"Oferta","body":"Fale conosco",
                "media_type":"image","image_url":"https://ads.example/x.jpg","video_url":"https://ads.example/x.mp4","thumbnail_url":"https://ads.example/t.jpg",
                "ctwa_clid":"AbC","welcome_message":{"text":"Oi!"}}}]
            """)));

        Assert.Equal("u:BR.555", update.IdentityKey);
        Assert.Equal("Rui", update.Contact!.ProfileName);
        var message = update.Message!;
        Assert.Null(message.From);
        Assert.True(message.Audio!.Voice);
        Assert.Equal("audio/ogg; codecs=opus", message.Audio.MimeType);
        Assert.Equal(
            new AdReferral
            {
                SourceType = "ad", SourceId = "120001", SourceUrl = "https://ads.example/x", Headline = "Oferta", Body = "Fale conosco",
                MediaType = "image", ImageUrl = "https://ads.example/x.jpg", VideoUrl = "https://ads.example/x.mp4",
                ThumbnailUrl = "https://ads.example/t.jpg", ClickId = "AbC", WelcomeText = "Oi!",
            },
            message.Referral);
    }

    [Fact]
    public void A_location_is_read_even_with_its_degrees_as_strings()
    {
        var expected = new LocationPart { Latitude = -23.5505, Longitude = -46.6333, Name = "Sé", Address = "Praça da Sé", Url = "https://place.example" };
        Assert.Equal(expected, OneMessage("location",
            """  "location":{"latitude":-23.5505,"longitude":-46.6333,"name":"Sé","address":"Praça da Sé","url":"https://place.example"}""").Location);
        Assert.Equal(expected, OneMessage("location",
            """  "location":{"latitude":"-23.5505","longitude":"-46.6333","name":"Sé","address":"Praça da Sé","url":"https://place.example"}""").Location);
    }

    [Fact]
    public void Shared_contacts_are_read_in_full()
    {
        var cards = OneMessage("contacts", """
            "contacts":[{"name":{"formatted_name":"Sr. José da Silva Jr.","first_name":"José","middle_name":"da","last_name":"Silva","prefix":"Sr.","suffix":"Jr."},
              "phones":[{"phone":"+55 85 9876-5432","type":"CELL","wa_id":"558598765432","user_id":"BR.77"}],
              "emails":[{"email":"jose@loja.example","type":"WORK"}],
              "addresses":[{"street":"Rua A, 1","city":"Fortaleza","state":"CE","zip":"60000-000","country":"Brasil","country_code":"br","type":"HOME"}],
              "urls":[{"url":"https://loja.example","type":"WORK"}],
              "org":{"company":"Loja","department":"Vendas","title":"Gerente"},"birthday":"1980-05-17"},
             {"vcard":"BEGIN:VCARD\nEND:VCARD","origin":"contact_request","phones":[{"phone":"+5511987650001"}]}]
            """).Contacts;

        Assert.Equal(2, cards.Count);
        Assert.Equal(
            new ContactName { Formatted = "Sr. José da Silva Jr.", First = "José", Middle = "da", Last = "Silva", Prefix = "Sr.", Suffix = "Jr." },
            cards[0].Name);
        Assert.Equal(new ContactPhone { Phone = "+55 85 9876-5432", Type = "CELL", WaId = "558598765432", UserId = "BR.77" }, Assert.Single(cards[0].Phones));
        Assert.Equal(new ContactEmail { Email = "jose@loja.example", Type = "WORK" }, Assert.Single(cards[0].Emails));
        Assert.Equal(
            new ContactAddress { Street = "Rua A, 1", City = "Fortaleza", State = "CE", Zip = "60000-000", Country = "Brasil", CountryCode = "br", Type = "HOME" },
            Assert.Single(cards[0].Addresses));
        Assert.Equal(new ContactUrl { Url = "https://loja.example", Type = "WORK" }, Assert.Single(cards[0].Urls));
        Assert.Equal(new ContactOrganization { Company = "Loja", Department = "Vendas", Title = "Gerente" }, cards[0].Organization);
        Assert.Equal("1980-05-17", cards[0].Birthday);

        // Since 2026 a card may come without a name.
        Assert.Null(cards[1].Name);
        Assert.Equal("BEGIN:VCARD\nEND:VCARD", cards[1].VCard);
        Assert.Equal(ContactCard.OriginContactRequest, cards[1].Origin);
    }

    [Fact]
    [Trait("KnownFailure", "24")] // The id of a button decides what happens next; its label is not sufficient.
    public void Replies_to_buttons_and_lists_contain_the_id()
    {
        var button = OneMessage("interactive", """  "interactive":{"type":"button_reply","button_reply":{"id":"yes-7","title":"Sim"}}""").Interactive!;
        Assert.Equal(InteractiveReply.ButtonReplyType, button.Type);
        Assert.Equal(new ChoiceReply { Id = "yes-7", Title = "Sim" }, button.Choice);

        var list = OneMessage("interactive", """  "interactive":{"type":"list_reply","list_reply":{"id":"r2","title":"Boleto","description":"2ª via"}}""").Interactive!;
        Assert.Equal(new ChoiceReply { Id = "r2", Title = "Boleto", Description = "2ª via" }, list.Choice);
        Assert.Null(list.Button);

        var template = OneMessage("button", """  "button":{"text":"Confirmar","payload":"CONFIRM-7"}""");
        Assert.Equal(new TemplateButtonReply { Text = "Confirmar", Payload = "CONFIRM-7" }, template.Button);
        Assert.Null(template.Context);
    }

    [Theory]
    [InlineData("""  "{\"flow_token\":\"t1\",\"cpf\":\"1\"}"  """, "t1")]
    [InlineData("""  "{\"cpf\":\"1\"}"  """, null)]
    [InlineData("""  "not json {"  """, null)]
    [InlineData("""  "[1,2]"  """, null)]
    [InlineData("""  ""  """, null)]
    [InlineData("null", null)]
    [InlineData("""  {"flow_token":"t2"}  """, "t2")]
    [InlineData("""  "{\"flow_token\":\"\\ud800\"}"  """, "\ufffd")]
    public void A_form_reply_is_read_even_if_its_inner_JSON_is_invalid(string response, string? token)
    {
        var form = OneMessage("interactive", $$"""  "interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":{{response}} } }""").Interactive!.Form!;
        Assert.Equal("flow", form.Name);
        Assert.Equal("Sent", form.Body);
        Assert.Equal(token, form.FlowToken);
    }

    [Fact]
    public void The_answers_of_a_form_are_read_field_by_field_without_the_token()
    {
        var form = OneMessage("interactive", """
            "interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","response_json":"{\"nome\":\"Ana \\ud83d\",\"flow_token\":\"t\",\"pessoas\":4,\"extras\":[\"café\"],\"nada\":null,\"sim\":true}"}}
            """).Interactive!.Form!;
        Assert.Equal("t", form.FlowToken);
        Assert.Equal([new("nome", "Ana \ufffd"), new("pessoas", "4"), new("extras", """["café"]"""), new("nada", ""), new("sim", "true")], form.Answers);
    }

    [Fact]
    public void A_call_permission_reply_is_read()
    {
        var reply = OneMessage("interactive",
            """  "interactive":{"type":"call_permission_reply","call_permission_reply":{"response":"accept","is_permanent":false,"expiration_timestamp":1790600000,"response_source":"user_action"}}""");
        Assert.Equal(
            new CallPermissionReply { Response = "accept", ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(1790600000), ResponseSource = "user_action" },
            reply.Interactive!.CallPermission);
    }

    [Fact]
    public void An_order_is_read_with_numbers_as_numbers_or_as_strings()
    {
        var order = OneMessage("order", """
            "order":{"catalog_id":123,"text":"Sem cebola","product_items":[
              {"product_retailer_id":"P-1","quantity":2,"item_price":19.9,"currency":"BRL"},
              {"product_retailer_id":"P-2","quantity":"3","item_price":"5.25","currency":"BRL"}]}
            """).Order!;

        Assert.Equal("123", order.CatalogId);
        Assert.Equal("Sem cebola", order.Text);
        Assert.Equal(
            [
                new OrderedProduct { ProductId = "P-1", Quantity = 2, ItemPrice = 19.9m, Currency = "BRL" },
                new OrderedProduct { ProductId = "P-2", Quantity = 3, ItemPrice = 5.25m, Currency = "BRL" },
            ],
            order.Products);
    }

    [Theory]
    [Trait("KnownFailure", "10")] // Reactions are often the only answer of customers, and removing one matters too.
    [InlineData("""  "emoji":"\ud83d\udc4d",  """, "👍", false)]
    [InlineData("""  "emoji":"",  """, "", true)]
    [InlineData("", null, true)]
    public void A_reaction_and_its_removal_are_read(string emoji, string? expected, bool removal)
    {
        var reaction = OneMessage("reaction", $$"""  "reaction":{ {{emoji}} "message_id":"wamid.OUT1" }""").Reaction!;
        Assert.Equal("wamid.OUT1", reaction.MessageId);
        Assert.Equal(expected, reaction.Emoji);
        Assert.Equal(removal, reaction.IsRemoval);
    }

    [Fact]
    public void A_change_of_number_names_the_old_and_the_new_one()
    {
        var update = One(Body("messages", Value($$"""
            "messages":[{"from":"{{Lucia}}","id":"wamid.S1","timestamp":"1790000000","type":"system",
              "system":{"body":"Lúcia mudou","type":"user_changed_number","wa_id":"5521988880002","user_id":"BR.1","parent_user_id":"BR.ENT.1","previous_user_id":"BR.0"} }]
            """)));

        Assert.Null(update.Contact);
        Assert.Equal(Lucia, update.Message!.From);
        Assert.Equal("p:" + Lucia, update.IdentityKey);
        Assert.Equal(
            new SystemNotice
            {
                Type = SystemNotice.NumberChanged, Body = "Lúcia mudou", NewWaId = "5521988880002", UserId = "BR.1", ParentUserId = "BR.ENT.1", PreviousUserId = "BR.0",
            },
            update.Message.System);

        var old = OneMessage("system", """  "system":{"type":"customer_changed_number","new_wa_id":5521988880002}""").System!;
        Assert.Equal(SystemNotice.OldNumberChanged, old.Type);
        Assert.Equal("5521988880002", old.NewWaId);
    }

    [Fact]
    [Trait("KnownFailure", "16")] // The first message after an ad often arrives like this; it must be shown, not dropped.
    public void An_unsupported_message_keeps_its_error_and_kind()
    {
        var message = OneMessage("unsupported", """
            "errors":[{"code":131051,"title":"Message type unknown","message":"Message type unknown","error_data":{"details":"Message type is currently not supported."},"href":"https://errors.example/131051"}],
            "unsupported":{"type":"poll_creation"},
            "referral":{"source_type":"ad","source_id":"1"}
            """);

        Assert.Equal(MessageTypes.Unsupported, message.Type);
        Assert.Equal("poll_creation", message.UnsupportedType);
        Assert.Equal("1", message.Referral!.SourceId);
        Assert.Equal(
            new WebhookError
            {
                Code = 131051, Title = "Message type unknown", Message = "Message type unknown",
                Details = "Message type is currently not supported.", Href = "https://errors.example/131051",
            },
            Assert.Single(message.Errors));
    }

    [Fact]
    public void An_edit_contains_the_original_id_and_the_new_text()
    {
        var text = OneMessage("edit", """  "edit":{"original_message_id":"wamid.IN0","message":{"type":"text","context":{"id":"wamid.C"},"text":{"body":"amanhã"}}}""").Edit!;
        Assert.Equal("wamid.IN0", text.OriginalMessageId);
        Assert.Equal("text", text.Type);
        Assert.Equal("amanhã", text.NewText);
        Assert.Equal("wamid.C", text.Context!.MessageId);

        var caption = OneMessage("edit", """  "edit":{"original_message_id":"wamid.IN0","message":{"type":"image","image":{"id":"9","caption":"nova"}}}""").Edit!;
        Assert.Equal("nova", caption.NewText);
    }

    [Fact]
    public void A_message_deleted_for_everyone_names_the_original() =>
        Assert.Equal("wamid.IN0", OneMessage("revoke", """  "revoke":{"original_message_id":"wamid.IN0"}""").RevokedMessageId);

    [Theory]
    [InlineData("request_welcome")]
    [InlineData("ephemeral")]
    [InlineData("hologram")]
    public void Types_without_or_with_unknown_content_keep_their_name(string type)
    {
        var update = One(Messages(Message(type, $$"""  "{{type}}":{"x":1}""")));
        Assert.Equal(type, update.Message!.Type);
        Assert.Contains($$"""  "{{type}}":{"x":1}  """.Trim(), update.RawJson, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_without_type_is_of_unknown_type() =>
        Assert.Equal(MessageTypes.Unknown, One(Messages("""{"from":"5511987650001","id":"wamid.X"}""")).Message!.Type);

    [Fact]
    public void The_context_of_replies_forwards_and_products_is_read()
    {
        Assert.Equal(
            new MessageContext { MessageId = "wamid.OUT1", From = "551130001000" },
            OneMessage("text", """  "context":{"from":"551130001000","id":"wamid.OUT1"},"text":{"body":"sim"}""").Context);
        Assert.Equal(
            new MessageContext { Forwarded = true, FrequentlyForwarded = true },
            OneMessage("text", """  "context":{"forwarded":true,"frequently_forwarded":"true"},"text":{"body":"corrente"}""").Context);
        Assert.Equal(
            new MessageContext { ReferredCatalogId = "C1", ReferredProductId = "P1" },
            OneMessage("text", """  "context":{"referred_product":{"catalog_id":"C1","product_retailer_id":"P1"}},"text":{"body":"tem?"}""").Context);
    }

    [Fact]
    public void A_group_message_contains_group_and_participant()
    {
        var update = One(Messages(Message("text", """  "group_id":"G-abc","text":{"body":"oi"}""")));
        Assert.Equal("G-abc", update.Message!.GroupId);
        Assert.Equal("p:" + Lucia, update.IdentityKey);
    }
}
