using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Balcao.Simulator.Graph;

namespace Balcao.Simulator.Templates;

/// <summary>
/// The rules a definition must satisfy before it is reviewed (Meta, template components reference, Dec 2025). Pure
/// functions.
/// </summary>
static partial class TemplateDefinitionRules
{
    static readonly string[] ButtonTypes =
        ["QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "OTP", "FLOW", "CATALOG", "MPM", "SPM", "VOICE_CALL", "REQUEST_CONTACT_INFO"];

    public static GraphError? BrokenIdentity(JsonObject definition)
    {
        if (definition.Text("name") is not { Length: > 0 } name) return GraphError.Required("name");
        if (!Name().IsMatch(name)) return GraphError.InvalidParameter("Param name may hold lower-case letters, digits and underscores, at most 512.");
        if (definition.Text("language") is not { Length: > 0 } language) return GraphError.Required("language");
        if (!Language().IsMatch(language)) return GraphError.InvalidParameter($"Param language has an unknown value \"{language}\".");
        if (definition.Text("parameter_format") is { } format && !format.Equals("named", StringComparison.OrdinalIgnoreCase) && !format.Equals("positional", StringComparison.OrdinalIgnoreCase))
            return GraphError.InvalidParameter("Param parameter_format must be one of {NAMED, POSITIONAL}.");
        return definition.Text("category") is null ? GraphError.Required("category") : BrokenCategory(definition);
    }

    public static GraphError? BrokenCategory(JsonObject definition)
    {
        var category = definition.Text("category")?.ToUpperInvariant();
        if (category is null) return null;
        if (category is not ("MARKETING" or "UTILITY" or "AUTHENTICATION")) return GraphError.InvalidParameter("Param category must be one of {AUTHENTICATION, MARKETING, UTILITY}.");
        var allowed = category switch { "AUTHENTICATION" => (30, 900), "UTILITY" => (30, 43_200), _ => (43_200, 2_592_000) };
        return definition.Number("message_send_ttl_seconds") is { } ttl and not -1 && (ttl < allowed.Item1 || ttl > allowed.Item2)
            ? GraphError.InvalidParameter($"Param message_send_ttl_seconds must be between {allowed.Item1} and {allowed.Item2} for {category}.") : null;
    }

    public static GraphError? Broken(JsonArray? components, bool named, string category) => BrokenComponents(components, named, category).FirstOrDefault();

    static IEnumerable<GraphError> BrokenComponents(JsonArray? components, bool named, string category)
    {
        if (components is null or { Count: 0 }) { yield return GraphError.Required("components"); yield break; }
        var all = components.Objects().ToList();
        if (all.GroupBy(component => component.Text("type")?.ToUpperInvariant()).Any(group => group.Count() > 1)) yield return Refused(2388043, "Each component may appear once.");
        // Meta writes the body of an authentication template itself.
        if (!all.Any(component => Is(component, "BODY"))) yield return Refused(2388043, "A body component is required.");
        foreach (var component in all)
        {
            var broken = component.Text("type")?.ToUpperInvariant() switch
            {
                "HEADER" => Header(component, named),
                "BODY" when category is "AUTHENTICATION" && component.Text("text") is null => [],
                "BODY" => Body(component, named, all.Any(other => Is(other, "LIMITED_TIME_OFFER")) ? 600 : 1024),
                "FOOTER" => Footer(component),
                "BUTTONS" => Buttons(component),
                "CAROUSEL" or "LIMITED_TIME_OFFER" or "CALL_PERMISSION_REQUEST" => [],
                var other => [GraphError.InvalidParameter($"Param components['type'] has an unknown value \"{other}\".")],
            };
            foreach (var error in broken) yield return error;
        }
    }

    static IEnumerable<GraphError> Header(JsonObject header, bool named)
    {
        var format = header.Text("format")?.ToUpperInvariant();
        if (format is "LOCATION") yield break;
        if (format is "IMAGE" or "VIDEO" or "DOCUMENT" or "GIF")
        {
            if (header.Object("example")?.Array("header_handle") is not { Count: > 0 }) yield return Refused(2388273, "A media header needs a sample in example.header_handle.");
            yield break;
        }
        if (format is not "TEXT") { yield return GraphError.InvalidParameter($"Param header['format'] has an unknown value \"{format}\"."); yield break; }
        var text = header.Text("text");
        if (string.IsNullOrWhiteSpace(text) || OutboundRules.Length(text) > 60) { yield return Refused(2388047, "The header must have 1 to 60 characters."); yield break; }
        var variables = TemplateText.Variables(text);
        if (variables.Count > 1 || text.Contains('\n')) yield return Refused(2388047, "The header may hold one variable and no new line.");
        foreach (var error in Variables(variables, named, 2388047)) yield return error;
        if (variables.Count > 0 && !HasSamples(header, named ? "header_text_named_params" : "header_text", variables, named)) yield return Refused(2388043, "The header lacks a sample for its variable.");
    }

    static IEnumerable<GraphError> Body(JsonObject body, bool named, int maximum)
    {
        var text = body.Text("text");
        if (string.IsNullOrWhiteSpace(text)) { yield return Refused(2388072, "The body has no text."); yield break; }
        if (OutboundRules.Length(text) > maximum) yield return Refused(2388040, $"The body must have at most {maximum} characters.");
        var variables = TemplateText.Variables(text);
        foreach (var error in Variables(variables, named, 2388072)) yield return error;
        var trimmed = text.Trim();
        if (variables.Count > 0 && (trimmed.StartsWith("{{", StringComparison.Ordinal) || trimmed.EndsWith("}}", StringComparison.Ordinal))) yield return Refused(2388299, "Variables cannot stand at the start or the end of the template.");
        if (text.Contains("}}{{", StringComparison.Ordinal) || text.Contains("}} {{", StringComparison.Ordinal)) yield return Refused(2388072, "Variables cannot stand beside each other.");
        var words = TemplateText.Without(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));
        if (variables.Count > 0 && words < (variables.Count * 2) + 1) yield return Refused(2388293, "The template has too many variables for its length.");
        if (variables.Count > 0 && !HasSamples(body, named ? "body_text_named_params" : "body_text", variables, named)) yield return Refused(2388043, "The body lacks samples for its variables.");
    }

    static IEnumerable<GraphError> Footer(JsonObject footer)
    {
        // The footer of an authentication template has an expiry time instead of a text.
        if (footer.Number("code_expiration_minutes") is not null) yield break;
        var text = footer.Text("text");
        if (string.IsNullOrWhiteSpace(text) || OutboundRules.Length(text) > 60 || TemplateText.Variables(text).Count > 0) yield return Refused(2388073, "The footer must have 1 to 60 characters and no variables.");
    }

    static IEnumerable<GraphError> Buttons(JsonObject component)
    {
        var buttons = component.Array("buttons").Objects().ToList();
        if (buttons.Count is 0 or > 10) yield return GraphError.InvalidParameter("A template has 1 to 10 buttons.");
        var types = buttons.Select(button => button.Text("type")?.ToUpperInvariant() ?? "").ToList();
        if (types.FirstOrDefault(type => !ButtonTypes.Contains(type)) is { } unknown) yield return GraphError.InvalidParameter($"Param buttons['type'] has an unknown value \"{unknown}\".");
        if (types.Count(type => type is "URL") > 2 || types.Count(type => type is "PHONE_NUMBER") > 1 || types.Count(type => type is "COPY_CODE") > 1) yield return GraphError.InvalidParameter("At most 2 URL, 1 PHONE_NUMBER and 1 COPY_CODE button.");
        // Quick replies must be adjacent, before or after the other buttons.
        var changes = types.Zip(types.Skip(1)).Count(pair => pair.First is "QUICK_REPLY" != pair.Second is "QUICK_REPLY");
        if (changes > 1) yield return GraphError.InvalidParameter("Quick reply buttons must be grouped together.");
        foreach (var (button, type) in buttons.Zip(types))
        {
            if (type is "QUICK_REPLY" or "URL" or "PHONE_NUMBER" && (button.Text("text") is not { Length: > 0 } label || OutboundRules.Length(label) > 25)) yield return GraphError.InvalidParameter("A button label has 1 to 25 characters.");
            if (type is "PHONE_NUMBER" && button.Text("phone_number") is not { Length: > 0 and <= 20 }) yield return GraphError.InvalidParameter("A phone button needs phone_number, at most 20 characters.");
            if (type is "COPY_CODE" && button["example"] is null) yield return GraphError.InvalidParameter("A copy code button needs an example.");
            if (type is not "URL") continue;
            var url = button.Text("url") ?? "";
            if (url.Length is 0 or > 2000 || !OutboundRules.IsWebAddress(url)) yield return GraphError.InvalidParameter("A URL button needs a valid url, at most 2000 characters.");
            var variables = TemplateText.Variables(url);
            if (variables.Count > 1 || (variables.Count == 1 && !url.EndsWith("}}", StringComparison.Ordinal))) yield return GraphError.InvalidParameter("A URL may hold one variable, at its end.");
            if (variables.Count == 1 && button["example"] is null) yield return Refused(2388043, "A URL with a variable needs an example.");
        }
    }

    static IEnumerable<GraphError> Variables(IReadOnlyList<string> variables, bool named, int subcode)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            var good = named ? ParameterName().IsMatch(variables[i]) : variables.Contains((i + 1).ToString(CultureInfo.InvariantCulture));
            if (!good) yield return Refused(subcode, named ? "Variables are lower-case letters, digits and underscores." : "Variables are numbered from {{1}} without gaps.");
        }
    }

    static bool HasSamples(JsonObject component, string member, IReadOnlyList<string> variables, bool named)
    {
        var samples = component.Object("example")?.Array(member);
        if (named) return variables.All(name => samples.Objects().Any(sample => sample.Text("param_name") == name && sample.Text("example") is { Length: > 0 }));
        var flat = samples is [JsonArray inner, ..] ? inner : samples;
        return flat is not null && flat.Count >= variables.Count;
    }

    internal static GraphError Refused(int subcode, string why) =>
        new(100, 400, "Invalid parameter", why, subcode) { UserTitle = "Message template not created", UserMessage = why };

    static bool Is(JsonObject component, string type) => string.Equals(component.Text("type"), type, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^[a-z0-9_]{1,512}$")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z]{2,3}(_[A-Z]{2,3})?$")]
    private static partial Regex Language();

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex ParameterName();
}
