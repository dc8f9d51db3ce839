using System.Globalization;
using System.Text.Json.Nodes;

namespace Balcao.Simulator.Webhooks;

/// <summary>Text messages of many customers, a given number in each POST. These customers get no phone on the page.</summary>
static class BurstPosts
{
    const long FirstWaId = 5511_800_000_000;

    public static IEnumerable<byte[]> Of(BusinessNumber number, BusinessAccount account, int messages, int customers, int perPost, string? text, DateTimeOffset now)
    {
        for (var start = 0; start < messages; start += perPost)
        {
            var (contacts, written) = (new Dictionary<string, JsonNode>(), new JsonArray());
            for (var i = start; i < Math.Min(messages, start + perPost); i++)
            {
                var waId = (FirstWaId + (i % customers)).ToString(CultureInfo.InvariantCulture);
                var userId = Phones.PhoneNumbers.UserId(waId);
                contacts.TryAdd(waId, new JsonObject { ["profile"] = new JsonObject { ["name"] = "Cliente " + waId[^5..] }, ["wa_id"] = waId, ["user_id"] = userId });
                written.Add(new JsonObject
                {
                    ["from"] = waId, ["from_user_id"] = userId, ["id"] = Wamids.New(), ["timestamp"] = now.UnixText(), ["type"] = "text",
                    ["text"] = new JsonObject { ["body"] = string.Create(CultureInfo.InvariantCulture, $"{text ?? "Mensagem"} {i + 1}") },
                });
            }
            var value = new JsonObject
            {
                ["messaging_product"] = "whatsapp",
                ["metadata"] = new JsonObject { ["display_phone_number"] = number.Digits, ["phone_number_id"] = number.Id },
                ["contacts"] = new JsonArray([.. contacts.Values]),
                ["messages"] = written,
            };
            var change = new JsonObject { ["value"] = value, ["field"] = "messages" };
            yield return MetaJson.Write(new JsonObject { ["object"] = "whatsapp_business_account", ["entry"] = new JsonArray(new JsonObject { ["id"] = account.Id, ["changes"] = new JsonArray(change) }) });
        }
    }
}
