using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Balcao.Simulator.Phones;

namespace Balcao.Simulator.Graph;

/// <summary>
/// The analytics fields of an account, computed from the messages on the phones (Meta, analytics reference, Dec 2025).
/// </summary>
public sealed partial class Analytics(PhoneBook phones, SimulatorOptions options)
{
    // Invented rates; they only have to stay the same.
    static readonly Dictionary<string, decimal> Rates = new() { ["marketing"] = 0.0625m, ["utility"] = 0.0068m, ["authentication"] = 0.0068m, ["service"] = 0.0050m };

    /// <summary>The analytics field a call requests, with its parameters; null if it requests none.</summary>
    public (string Field, Dictionary<string, string> Parameters)? Asked(HttpContext http)
    {
        var fields = http.Request.Query["fields"].ToString();
        if (Field().Match(fields) is not { Success: true } field) return null;
        var parameters = Parameter().Matches(fields).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        foreach (var name in new[] { "start", "end", "granularity" })
        {
            if (!parameters.ContainsKey(name) && http.Request.Query[name].ToString() is { Length: > 0 } given) parameters[name] = given;
        }
        return (field.Value, parameters);
    }

    public GraphReply Answer(BusinessAccount account, (string Field, Dictionary<string, string> Parameters) asked)
    {
        var given = asked.Parameters;
        if (!long.TryParse(given.GetValueOrDefault("start"), CultureInfo.InvariantCulture, out var start) || !long.TryParse(given.GetValueOrDefault("end"), CultureInfo.InvariantCulture, out var end) || end <= start)
            return GraphError.InvalidParameter("start and end must be Unix seconds, start before end.");
        var granularity = given.GetValueOrDefault("granularity")?.Trim('"', '\'');
        string[] known = asked.Field is "analytics" ? ["HALF_HOUR", "DAY", "MONTH"] : asked.Field is "template_analytics" ? ["DAILY"] : ["HALF_HOUR", "DAILY", "MONTHLY"];
        if (!known.Contains(granularity)) return GraphError.InvalidParameter($"Param granularity must be one of {{{string.Join(", ", known)}}}.");

        var sent = Sent(account).Where(message => Unix(message.Message) >= start && Unix(message.Message) < end).ToList();
        var buckets = sent.GroupBy(message => Start(message.Message.At, granularity!)).OrderBy(group => group.Key);
        var points = new JsonArray();
        foreach (var bucket in buckets)
        {
            var until = End(bucket.Key, granularity!);
            foreach (var point in asked.Field switch
            {
                "analytics" => [new JsonObject { ["sent"] = bucket.Count(), ["delivered"] = bucket.Count(Delivered) }],
                "template_analytics" => bucket.Where(each => each.Message.Content.Template is not null).GroupBy(each => each.Message.Content.TemplateId ?? "").Select(Template),
                _ => bucket.Where(Delivered).GroupBy(each => (each.NumberId, Category(each))).Select(group => Priced(group.Key.NumberId, group.Key.Item2, group.Count(), asked.Field)),
            })
            {
                point["start"] = bucket.Key.ToUnixTimeSeconds();
                point["end"] = until.ToUnixTimeSeconds();
                points.Add(point);
            }
        }
        var answer = new JsonObject { ["granularity"] = granularity };
        if (asked.Field is "analytics")
        {
            answer["phone_numbers"] = new JsonArray([.. account.Numbers.Select(number => (JsonNode)number.Digits)]);
            answer["data_points"] = points;
        }
        else
        {
            answer["data"] = new JsonArray(new JsonObject { ["data_points"] = points });
        }
        return GraphReply.Ok(new JsonObject { [asked.Field] = answer, ["id"] = account.Id });
    }

    JsonObject Priced(string numberId, string category, int count, string field)
    {
        var point = new JsonObject
        {
            ["phone_number"] = options.AccountsOrDemo.SelectMany(account => account.Numbers).First(number => number.Id == numberId).Digits,
            ["country"] = "BR",
            ["cost"] = count * Rates.GetValueOrDefault(category),
        };
        point[field is "pricing_analytics" ? "volume" : "conversation"] = count;
        point[field is "pricing_analytics" ? "pricing_category" : "conversation_category"] = category.ToUpperInvariant();
        point[field is "pricing_analytics" ? "pricing_type" : "conversation_type"] = "REGULAR";
        if (field is "pricing_analytics") point["tier"] = "0:MAX";
        return point;
    }

    static JsonObject Template(IGrouping<string, Counted> group) => new()
    {
        ["template_id"] = group.Key,
        ["sent"] = group.Count(),
        ["delivered"] = group.Count(Delivered),
        ["read"] = group.Count(each => each.Message.Ticks is Ticks.Read or Ticks.Played),
        ["clicked"] = new JsonArray(new JsonObject { ["type"] = "quick_reply_button", ["count"] = group.Count(each => each.Message.Pressed is not null) }),
    };

    IEnumerable<Counted> Sent(BusinessAccount account) =>
        from phone in phones.All
        from talk in phone.Conversations.Values
        where account.Numbers.Any(number => number.Id == talk.NumberId)
        from message in talk.Messages
        where !message.FromCustomer
        select new Counted(talk.NumberId, message);

    static bool Delivered(Counted each) => each.Message.Ticks is Ticks.Delivered or Ticks.Read or Ticks.Played;

    static string Category(Counted each) => each.Message.Content.Category ?? "service";

    static long Unix(PhoneMessage message) => message.At.ToUnixTimeSeconds();

    static DateTimeOffset Start(DateTimeOffset at, string granularity) => granularity switch
    {
        "HALF_HOUR" => new(at.UtcTicks - (at.UtcTicks % TimeSpan.FromMinutes(30).Ticks), TimeSpan.Zero),
        "MONTH" or "MONTHLY" => new(at.UtcDateTime.Year, at.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero),
        _ => new(at.UtcDateTime.Date, TimeSpan.Zero),
    };

    static DateTimeOffset End(DateTimeOffset start, string granularity) => granularity switch
    {
        "HALF_HOUR" => start.AddMinutes(30),
        "MONTH" or "MONTHLY" => start.AddMonths(1),
        _ => start.AddDays(1),
    };

    sealed record Counted(string NumberId, PhoneMessage Message);

    [GeneratedRegex(@"^(conversation_analytics|pricing_analytics|template_analytics|analytics)\b")]
    private static partial Regex Field();

    [GeneratedRegex(@"\.(\w+)\(([^)]*)\)")]
    private static partial Regex Parameter();
}
