using System.Text.Json;
using System.Text.Json.Nodes;

namespace Balcao.Crash;

/// <summary>A POST as WhatsApp makes it, with one change that is about one number.</summary>
internal static class Webhook
{
    public static byte[] Of(OurNumber number, JsonArray contacts, JsonArray messages, JsonArray? statuses = null)
    {
        var value = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["metadata"] = new JsonObject { ["display_phone_number"] = "55", ["phone_number_id"] = number.PhoneNumberId },
            ["contacts"] = contacts, ["messages"] = messages,
        };
        if (statuses is { Count: > 0 }) value["statuses"] = statuses;
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["object"] = "whatsapp_business_account",
            ["entry"] = new JsonArray(new JsonObject
            {
                ["id"] = number.WabaId, ["changes"] = new JsonArray(new JsonObject { ["value"] = value, ["field"] = "messages" }),
            }),
        });
    }
}
