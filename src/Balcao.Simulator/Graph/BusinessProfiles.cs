using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Balcao.Simulator.Graph;

/// <summary>The profile of a number as customers see it (limits: Meta, business profile reference, Dec 2025).</summary>
public sealed class BusinessProfiles
{
    static readonly string[] Fields = ["about", "address", "description", "email", "profile_picture_url", "websites", "vertical"];
    static readonly string[] Verticals =
    [
        "UNDEFINED", "OTHER", "AUTO", "BEAUTY", "APPAREL", "EDU", "ENTERTAIN", "EVENT_PLAN", "FINANCE", "GROCERY", "GOVT", "HOTEL", "HEALTH", "NONPROFIT",
        "PROF_SERVICES", "RETAIL", "TRAVEL", "RESTAURANT", "ALCOHOL", "ONLINE_GAMBLING", "PHYSICAL_GAMBLING", "OTC_DRUGS", "MATRIMONY_SERVICE", "NOT_A_BIZ",
    ];

    readonly ConcurrentDictionary<string, JsonObject> profiles = new();

    public static GraphReply Get(string numberId, HttpContext http, BusinessDirectory directory, BusinessProfiles all)
    {
        if (GraphEndpoints.FindNumber(http, directory, numberId, out var number) is { } refused) return refused;
        var profile = (JsonObject)all.Of(number!).DeepClone();
        profile["messaging_product"] = "whatsapp";
        var asked = GraphEndpoints.Select(http, profile, Fields);
        asked["messaging_product"] = "whatsapp";
        return GraphReply.Ok(new JsonObject { ["data"] = new JsonArray(asked) });
    }

    public static async Task<GraphReply> Set(string numberId, HttpContext http, BusinessDirectory directory, BusinessProfiles all)
    {
        if (GraphEndpoints.FindNumber(http, directory, numberId, out var number) is { } refused) return refused;
        if (await GraphEndpoints.ReadJsonAsync(http) is not { } body) return GraphError.InvalidParameter("The request body is not a JSON object.");
        if (body.Text("messaging_product") is not "whatsapp") return GraphError.Required("messaging_product");
        if (Broken(body) is { } broken) return broken;
        var profile = (JsonObject)all.Of(number!).DeepClone();
        foreach (var field in Fields)
        {
            if (body[field] is { } value) profile[field] = value.DeepClone();
        }
        all.profiles[numberId] = profile;
        return GraphReply.Success;
    }

    JsonObject Of(BusinessNumber number) => profiles.GetOrAdd(number.Id, _ => new JsonObject
    {
        ["about"] = "Olá! Estamos aqui para ajudar.",
        ["description"] = number.VerifiedName,
        ["vertical"] = "RETAIL",
    });

    static GraphError? Broken(JsonObject profile)
    {
        foreach (var (field, maximum) in new[] { ("about", 139), ("address", 256), ("description", 512), ("email", 128) })
        {
            if (profile.Text(field) is { } text && OutboundRules.Length(text) > maximum) return OutboundRules.TooLong(field, maximum);
        }
        if (profile.Text("about") is "") return GraphError.InvalidParameter("Param about cannot be empty.");
        if (profile.Array("websites") is { Count: > 2 }) return GraphError.InvalidParameter("Param websites must have at most 2 elements.");
        if (profile.Text("vertical") is { } vertical && !Verticals.Contains(vertical)) return GraphError.InvalidParameter("Param vertical must be one of {" + string.Join(", ", Verticals) + "}.");
        return null;
    }
}
