using System.Globalization;
using System.Text.Json.Nodes;
using Balcao.Contract;
using Balcao.Crash;

namespace Balcao.Attack;

/// <summary>What customers write.</summary>
internal static class Texts
{
    /// <param name="series">Of three digits: those of one series have neighbouring phones.</param>
    public static Customer By(OurNumber number, int series, int index, string name) =>
        new(index, name, number, [string.Create(CultureInfo.InvariantCulture, $"55119{series:000}{index:00000}")], null);

    /// <summary>One POST with all of these messages, which are to the same number.</summary>
    public static byte[] Post(params IReadOnlyList<(Customer By, string Wamid, string Text)> said)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var contacts = said.Select(one => one.By).Distinct()
            .Select(by => (JsonNode)new JsonObject { ["profile"] = new JsonObject { ["name"] = by.Name }, ["wa_id"] = by.Phones[0] });
        var messages = said.Select(one => (JsonNode)new JsonObject
        {
            ["from"] = one.By.Phones[0], ["id"] = one.Wamid, ["timestamp"] = now, ["type"] = "text", ["text"] = new JsonObject { ["body"] = one.Text },
        });
        return Webhook.Of(said[0].By.Number, new JsonArray([.. contacts]), new JsonArray([.. messages]));
    }

    /// <summary>The customer's first words, and where they were filed.</summary>
    public static async Task<MessagePlace> BeginAsync(World world, Customer by, CancellationToken ct)
    {
        var wamid = $"wamid.{by.Phones[0]}.0";
        await world.UntilAnsweredAsync(Post((by, wamid, "Bom dia")), ct);
        return await world.Tenants[by.Number.Tenant].Api.FindMessageAsync(wamid, ct);
    }
}
