using System.Text;
using System.Text.Json;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.WhatsApp.Tests.Webhooks;

/// <summary>
/// Envelopes around fictional messages. Dona Lúcia writes from São Paulo; the business is account 7001 with the number 42.
/// </summary>
internal static class Payloads
{
    public const string Waba = "7001";
    public const string PhoneNumberId = "42";
    public const string Lucia = "5511987650001";
    public const string LuciaUserId = "BR.900800700600";

    public const string LuciaContact =
        $$$"""{"profile":{"name":"Dona Lúcia","username":"dona.lucia","country_code":"BR"},"wa_id":"{{{Lucia}}}","user_id":"{{{LuciaUserId}}}","parent_user_id":"BR.ENT.31","identity_key_hash":"aGFzaA=="}""";

    public static string Body(string field, string value, string entry = "") =>
        $$"""{"object":"whatsapp_business_account","entry":[{"id":"{{Waba}}",{{entry}}"changes":[{"field":"{{field}}","value":{{value}}}]}]}""";

    public static string Value(string members) =>
        $$"""{"messaging_product":"whatsapp","metadata":{"display_phone_number":"551130001000","phone_number_id":"{{PhoneNumberId}}"},{{members}}}""";

    public static string Messages(params string[] messages) =>
        Body("messages", Value($$"""  "contacts":[{{LuciaContact}}],"messages":[{{string.Join(',', messages)}}]"""));

    public static string Statuses(params string[] statuses) =>
        Body("messages", Value($$"""  "statuses":[{{string.Join(',', statuses)}}]"""));

    /// <summary>A message of Dona Lúcia's; <paramref name="part"/> is the member of its type, with name.</summary>
    public static string Message(string type, string part, string id = "wamid.IN1") =>
        $$"""{"from":"{{Lucia}}","from_user_id":"{{LuciaUserId}}","id":"{{id}}","timestamp":"1790000000","type":"{{type}}"{{(part.Length > 0 ? "," + part : "")}}}""";

    public static IReadOnlyList<WebhookUpdate> Split(string body)
    {
        var updates = WebhookParser.Split(Encoding.UTF8.GetBytes(body));
        // In every test each update must be the same after it is stored and parsed again.
        foreach (var update in updates)
            AssertSame(update, WebhookParser.ParseStored(update.RawJson));
        return updates;
    }

    public static WebhookUpdate One(string body) => Assert.Single(Split(body));

    public static InboundMessage OneMessage(string type, string part) => One(Messages(Message(type, part))).Message!;

    public static T OneChange<T>(string field, string value) where T : FieldChange =>
        Assert.IsType<T>(One(Body(field, value, "\"time\":1790000000,")).Change);

    public static void AssertSame(WebhookUpdate expected, WebhookUpdate actual) =>
        Assert.Equal(Describe(expected), Describe(actual));

    private static string Describe(WebhookUpdate update) =>
        JsonSerializer.Serialize(update) + JsonSerializer.Serialize<object?>(update.Change);
}
