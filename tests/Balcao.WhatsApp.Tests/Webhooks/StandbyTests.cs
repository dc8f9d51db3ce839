using Balcao.WhatsApp.Webhooks;
using static Balcao.WhatsApp.Tests.Webhooks.Payloads;

namespace Balcao.WhatsApp.Tests.Webhooks;

/// <summary>A conversation that another app controls (Meta, Standby webhooks, 4 Aug 2026; Messaging handovers webhook, Aug 2026).</summary>
[Trait("Finding", "F1")]
public sealed class StandbyTests
{
    private static string Standby(string members) => Body("standby", Value($$"""  "standby":{ {{members}} }"""));

    private static string EchoOf(string request, string beside = "") => Standby(
        $$"""  "message_echoes":[{"id":"wamid.S1","timestamp":"1790000000","message":{"messaging_product":"whatsapp",{{request}}}{{beside}}}]""");

    private static InboundMessage Echoed(string request, string beside = "") => One(EchoOf($$"""  "to":"{{Lucia}}",{{request}}""", beside)).Message!;

    [Fact]
    public void Messages_are_one_level_deeper_than_in_other_fields_and_their_contacts_beside_them()
    {
        var said = Message("text", """  "text":{"body":"oi"} """);
        var update = One(Standby($$"""  "contacts":[{{LuciaContact}}],"messages":[{{said}}]"""));
        Assert.Equal((WebhookUpdateKind.Message, true, false), (update.Kind, update.IsStandby, update.IsFromBusiness));
        Assert.Equal(("oi", "Dona Lúcia", "p:" + Lucia, PhoneNumberId), (update.Message!.Text!.Body, update.Contact!.ProfileName, update.IdentityKey, update.PhoneNumberId));
        Assert.DoesNotContain("standby\":{", update.RawJson, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_beside_the_messages_is_kept_with_each()
    {
        var updates = Split(Body("standby", Value($$"""
            "novo":1,"standby":{"tambem_novo":2,"messages":[{{Message("text", "", "wamid.1")}}],"statuses":[{"id":"wamid.2","status":"delivered"}]}
            """)));
        Assert.Equal([WebhookUpdateKind.Message, WebhookUpdateKind.Status], updates.Select(u => u.Kind));
        Assert.All(updates, update => Assert.Contains("\"rest\":{\"novo\":1,\"tambem_novo\":2}", update.RawJson, StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_where_other_fields_have_them_are_read_too()
    {
        var update = One(Body("standby", Value($$"""  "contacts":[{{LuciaContact}}],"messages":[{{Message("text", "")}}]""")));
        Assert.Equal((WebhookUpdateKind.Message, true), (update.Kind, update.IsStandby));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    public void A_standby_without_content_is_kept_as_it_is(string content)
    {
        var update = One(Body("standby", Value($$"""  "standby":{{content}}""")));
        Assert.Equal((WebhookUpdateKind.Field, null), (update.Kind, update.Change));
        Assert.Contains($"\"standby\":{content}", update.RawJson, StringComparison.Ordinal);
    }

    [Fact]
    public void An_echo_holds_the_request_it_was_sent_with()
    {
        var update = One(EchoOf($$"""  "to":"+{{Lucia}}","recipient_type":"individual","type":"text","text":{"body":"Seu pedido saiu"},"context":{"message_id":"wamid.IN0"}"""));
        Assert.Equal((WebhookUpdateKind.Echo, true, true, "p:" + Lucia), (update.Kind, update.IsStandby, update.IsFromBusiness, update.IdentityKey));
        var message = update.Message!;
        Assert.Equal(("text", "Seu pedido saiu", "wamid.IN0"), (message.Type, message.Text!.Body, message.Context!.MessageId));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000000), message.Timestamp);
    }

    [Fact]
    public void An_echo_to_a_customer_who_hides_the_phone_names_the_user_id()
    {
        var update = One(EchoOf($$"""  "recipient":"{{LuciaUserId}}","type":"text","text":{"body":"oi"}"""));
        Assert.Equal((LuciaUserId, "u:" + LuciaUserId), (update.Message!.ToUserId, update.IdentityKey));
    }

    [Fact]
    public void An_echo_to_a_group_is_the_groups()
    {
        var update = One(EchoOf("""  "to":"120363000000@g.us","recipient_type":"group","type":"text","text":{"body":"oi"}"""));
        Assert.Equal("120363000000@g.us", update.Message!.GroupId);
    }

    [Fact]
    public void The_values_of_a_template_are_filled_into_its_definition()
    {
        var template = Echoed(
            """  "type":"template","template":{"name":"oferta","language":{"code":"pt_BR"},"components":[{"type":"header","parameters":[{"type":"text","text":"Ana"}]},{"type":"body","parameters":[{"type":"text","text":"Maria"},{"type":"currency","currency":{"fallback_value":"R$ 10"}}]}]}""",
            """  ,"template":{"name":"oferta","components":[{"type":"HEADER","format":"TEXT","text":"Olá {{1}}"},{"type":"BODY","text":"Oi {{1}}, ganhe {{2}}"},{"type":"BUTTONS","buttons":[{"type":"URL","text":"Ver"}]}]}""").SentTemplate!;
        Assert.Equal(("oferta", "pt_BR", "Olá Ana\nOi Maria, ganhe R$ 10"), (template.Name, template.Language, template.Text));

        var named = Echoed(
            """  "type":"template","template":{"name":"oferta","components":[{"type":"BODY","parameters":[{"type":"text","parameter_name":"nome","text":"Maria"}]}]}""",
            """  ,"template":{"components":[{"type":"BODY","text":"Oi {{nome}}"}]}""").SentTemplate!;
        Assert.Equal("Oi Maria", named.Text);
        Assert.Null(Echoed("""  "type":"template","template":{"name":"oferta"}""").SentTemplate!.Text);
    }

    [Fact]
    public void A_question_has_its_text_and_its_choices()
    {
        var buttons = Echoed("""  "type":"interactive","interactive":{"type":"button","header":{"type":"text","text":"Entrega"},"body":{"text":"Confirma?"},"footer":{"text":"loja"},"action":{"buttons":[{"type":"reply","reply":{"id":"s","title":"Sim"}}]}}""").SentInteractive!;
        Assert.Equal(("button", "Entrega", "Confirma?", "loja", "Sim"), (buttons.Type, buttons.Header, buttons.Body, buttons.Footer, Assert.Single(buttons.Buttons).Title));

        var list = Echoed("""  "type":"interactive","interactive":{"type":"list","body":{"text":"Qual?"},"action":{"button":"Ver","sections":[{"title":"Bolos","rows":[{"id":"c","title":"Cenoura","description":"com calda"}]}]}}""").SentInteractive!;
        Assert.Equal(("Ver", "Bolos", "com calda"), (list.ListButton, Assert.Single(list.Sections).Title, Assert.Single(list.Sections[0].Rows).Description));
    }

    [Theory]
    [InlineData("control_passed", "ai_agent", "escalation", "pediu uma pessoa", "resumo")]
    [InlineData("control_taken", "ai_agent", "customer_service", null, null)]
    public void A_handover_names_number_and_customer_without_metadata(string type, string before, string after, string? reason, string? summary)
    {
        var metadata = reason is null ? "" : $",\"metadata\":\"{reason}\",\"conversation_context\":{{\"type\":\"summary\",\"summary\":{{\"text\":\"{summary}\"}}}}";
        var update = One(Body("messaging_handovers", $$"""
            {"messaging_product":"whatsapp","sender":{"phone_number":"{{Lucia}}"},"recipient":{"display_phone_number":"551130001000","phone_number_id":"{{PhoneNumberId}}"},
             "type":"{{type}}","timestamp":"1790000000","{{type}}":{"previous_owner_role":"{{before}}","new_owner_role":"{{after}}"{{metadata}}} }
            """));
        Assert.Equal((WebhookUpdateKind.Field, PhoneNumberId, "551130001000", "p:" + Lucia), (update.Kind, update.PhoneNumberId, update.DisplayPhoneNumber, update.IdentityKey));
        var handover = Assert.IsType<HandoverChange>(update.Change);
        Assert.Equal((type, before, after, reason, summary), (handover.Type, handover.PreviousOwnerRole, handover.NewOwnerRole, handover.Reason, handover.Summary));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000000), handover.Timestamp);
    }

    [Theory]
    [InlineData("""{"type":"control_shared","recipient":{"phone_number_id":"42"}}""", "control_shared")]
    [InlineData("""{"recipient":{"phone_number_id":"42"},"control_taken":{}}""", "control_taken")]
    [InlineData("""{"recipient":[],"sender":7,"control_passed":null}""", null)]
    public void A_handover_of_another_shape_is_read_as_far_as_possible(string value, string? type) =>
        Assert.Equal(type, OneChange<HandoverChange>("messaging_handovers", value).Type);
}
