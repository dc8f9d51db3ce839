using System.Globalization;
using System.Text.Json.Nodes;
using Balcao.Simulator.Graph;

namespace Balcao.Simulator.Templates;

/// <summary>
/// Checks a template message against its definition (Meta, template messages and error codes, Dec 2025). Pure
/// functions.
/// </summary>
static class TemplateSendRules
{
    public static GraphError? Broken(TemplateDefinition? definition, JsonObject template) => All(definition, template).FirstOrDefault();

    static IEnumerable<GraphError> All(TemplateDefinition? definition, JsonObject template)
    {
        var (name, language) = (template.Text("name")!, template.Object("language")!.Text("code")!);
        if (definition is null) { yield return GraphError.Of(132001, $"template name ({name}) does not exist in {language}"); yield break; }
        if (definition.Status is "PAUSED") yield return GraphError.Of(132015, $"template name ({name}) is paused due to low quality.");
        if (definition.Status is "DISABLED") yield return GraphError.Of(132016, $"template name ({name}) is disabled.");
        if (definition.Status is not "APPROVED") yield return GraphError.Of(132001, $"template name ({name}) is not approved in {language}");

        var sent = template.Array("components").Objects().ToList();
        foreach (var component in sent)
        {
            var type = component.Text("type")?.ToUpperInvariant();
            if (type is "HEADER" or "BODY" or "CAROUSEL" && definition.Component(type) is null) yield return GraphError.Of(132000, $"{type!.ToLowerInvariant()}: the template has no such component.");
        }
        foreach (var error in Header(definition, Of(sent, "header"))) yield return error;
        foreach (var error in Text(definition.Component("BODY")?.Text("text"), Of(sent, "body"), definition.IsNamed, "body", 1024)) yield return error;
        foreach (var error in Buttons(definition, sent)) yield return error;
        if (definition.Component("CAROUSEL") is { } carousel && Of(sent, "carousel")?.Array("cards")?.Count != carousel.Array("cards")?.Count)
            yield return GraphError.Of(132012, "carousel: the number of cards differs from the template.");
    }

    static IEnumerable<GraphError> Header(TemplateDefinition definition, JsonObject? sent)
    {
        if (definition.Component("HEADER") is not { } header) yield break;
        var format = header.Text("format")?.ToLowerInvariant();
        if (format is "text")
        {
            foreach (var error in Text(header.Text("text"), sent, definition.IsNamed, "header", 60)) yield return error;
            yield break;
        }
        var parameters = Parameters(sent);
        if (parameters.Count != 1) yield return GraphError.Of(132012, $"header: Format mismatch, expected {format?.ToUpperInvariant()}, received UNKNOWN");
        var received = parameters[0].Text("type")?.ToLowerInvariant();
        if (received != format) yield return GraphError.Of(132012, $"header: Format mismatch, expected {format?.ToUpperInvariant()}, received {received?.ToUpperInvariant()}");
    }

    static IEnumerable<GraphError> Text(string? text, JsonObject? sent, bool named, string where, int maximum)
    {
        if (text is null) yield break;
        var variables = TemplateText.Variables(text);
        var parameters = Parameters(sent);
        if (parameters.Count != variables.Count)
            yield return GraphError.Of(132000, $"{where}: number of localizable_params ({parameters.Count}) does not match the expected number of params ({variables.Count})");
        if (parameters.FirstOrDefault(parameter => parameter.Text("type")?.ToLowerInvariant() is not ("text" or "currency" or "date_time")) is { } odd)
            yield return GraphError.Of(132012, $"{where}: parameter of type {odd.Text("type")} where text is expected.");
        if (named && parameters.FirstOrDefault(parameter => parameter.Text("parameter_name") is not { } name || !variables.Contains(name)) is not null)
            yield return GraphError.InvalidParameter($"{where}: Parameter name is missing or unknown; the template is named.");
        if (!named && parameters.Any(parameter => parameter["parameter_name"] is not null))
            yield return GraphError.Of(132012, $"{where}: parameter_name given, but the template is positional.");
        if (parameters.Any(parameter => parameter.Text("type") is "text" && string.IsNullOrEmpty(parameter.Text("text"))))
            yield return GraphError.Of(131008, $"{where}: a parameter has no text.");
        if (OutboundRules.Length(TemplateText.Filled(text, Values(text, parameters))) > maximum)
            yield return GraphError.Of(132005, $"{where}: the text with its values has more than {maximum} characters.");
    }

    static IEnumerable<GraphError> Buttons(TemplateDefinition definition, List<JsonObject> sent)
    {
        var buttons = definition.Component("BUTTONS")?.Array("buttons").Objects().ToList() ?? [];
        var given = sent.Where(component => Is(component, "button")).ToList();
        foreach (var component in given)
        {
            var index = (int)component.Number("index")!.Value;
            if (index >= buttons.Count) { yield return GraphError.Of(132000, $"button: the template has no button at index {index}."); yield break; }
            var (expected, received) = (buttons[index].Text("type")?.ToUpperInvariant(), component.Text("sub_type")?.ToUpperInvariant());
            if (expected != received && !(received is "OTP" && expected is "URL")) yield return GraphError.Of(132012, $"button: index {index} is {expected}, received {received}.");
        }
        for (var i = 0; i < buttons.Count; i++)
        {
            var needs = buttons[i].Text("type")?.ToUpperInvariant() is "COPY_CODE" || TemplateText.Variables(buttons[i].Text("url")).Count > 0;
            var component = given.FirstOrDefault(button => (int)button.Number("index")!.Value == i);
            if (needs && Parameters(component).Count != 1) yield return new GraphError(131008, 400, "(#131008) Required parameter is missing", $"buttons: Button at index {i} of type {buttons[i].Text("type")} requires a parameter");
        }
    }

    /// <summary>The values by parameter name or, without names, by position.</summary>
    internal static Dictionary<string, string> Values(string text, IReadOnlyList<JsonObject> parameters)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < parameters.Count; i++)
        {
            var value = parameters[i].Text("text") ?? parameters[i].Object("currency")?.Text("fallback_value") ?? parameters[i].Object("date_time")?.Text("fallback_value");
            values[parameters[i].Text("parameter_name") ?? (i + 1).ToString(CultureInfo.InvariantCulture)] = value ?? "";
        }
        return values;
    }

    internal static IReadOnlyList<JsonObject> Parameters(JsonObject? component) => [.. component?.Array("parameters").Objects() ?? []];

    internal static JsonObject? Of(List<JsonObject> components, string type) => components.Find(component => Is(component, type));

    static bool Is(JsonObject component, string type) => string.Equals(component.Text("type"), type, StringComparison.OrdinalIgnoreCase);
}
