using System.Globalization;
using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// Reads the echo of a message that another app sent. It holds the request as that app made it, in a member "message"
/// (Meta, Standby webhooks, 4 Aug 2026); an echo of the phone app has the parts of a received message instead.
/// </summary>
internal static class SentMessages
{
    private const string ToGroup = "group";

    /// <summary>The request inside an echo; the echo itself if it holds none.</summary>
    public static JsonElement RequestIn(JsonElement echo) => HoldsRequest(echo, out var request) ? request : echo;

    public static InboundMessage Read(JsonElement echo, string id)
    {
        if (!HoldsRequest(echo, out var request))
            return InboundMessage.Read(echo, id);
        var message = InboundMessage.Read(request, id);
        var isToGroup = request.Text("recipient_type"u8) is ToGroup;
        return message with
        {
            Timestamp = echo.Instant("timestamp"u8) ?? message.Timestamp,
            // A request names a customer who hides the phone in a member of its own (Meta, business-scoped user ids, 2026).
            ToUserId = message.ToUserId ?? request.Text("recipient"u8),
            GroupId = message.GroupId ?? (isToGroup ? message.To : null),
            Interactive = null,
            SentInteractive = request.Part("interactive"u8, SentInteractive.Read),
            SentTemplate = request.Part("template"u8, template => SentTemplate.Read(template, echo)),
        };
    }

    private static bool HoldsRequest(JsonElement echo, out JsonElement request)
    {
        request = default;
        return echo.Text("type"u8) is null && echo.TryMember("message"u8, out request) && request.ValueKind is JsonValueKind.Object;
    }
}

/// <summary>An interactive message of the business: what it says, and what the customer may choose.</summary>
public sealed record SentInteractive
{
    /// <summary>button, list, cta_url, flow, …</summary>
    public string? Type { get; init; }
    /// <summary>Null if the header is a file.</summary>
    public string? Header { get; init; }
    public string? Body { get; init; }
    public string? Footer { get; init; }
    public IReadOnlyList<ChoiceReply> Buttons { get; init; } = [];
    /// <summary>The label that opens the list.</summary>
    public string? ListButton { get; init; }
    public IReadOnlyList<SentListSection> Sections { get; init; } = [];

    internal static SentInteractive Read(JsonElement json)
    {
        var action = json.TryMember("action"u8, out var found) ? found : default;
        return new()
        {
            Type = json.Text("type"u8),
            Header = TextOf(json, "header"u8),
            Body = TextOf(json, "body"u8),
            Footer = TextOf(json, "footer"u8),
            Buttons = action.List("buttons"u8, button => button.TryMember("reply"u8, out var reply) ? ChoiceReply.Read(reply) : new ChoiceReply()),
            ListButton = action.Text("button"u8),
            Sections = action.List("sections"u8, SentListSection.Read),
        };
    }

    private static string? TextOf(JsonElement json, ReadOnlySpan<byte> name) => json.TryMember(name, out var part) ? part.Text("text"u8) : null;
}

public sealed record SentListSection
{
    public string? Title { get; init; }
    public IReadOnlyList<ChoiceReply> Rows { get; init; } = [];

    internal static SentListSection Read(JsonElement json) => new()
    {
        Title = json.Text("title"u8),
        Rows = json.List("rows"u8, ChoiceReply.Read),
    };
}

/// <summary>A template that was sent.</summary>
public sealed record SentTemplate
{
    public string? Name { get; init; }
    public string? Language { get; init; }
    /// <summary>
    /// Header, body and footer with the values of the request filled in; null if the echo came without the template's
    /// definition.
    /// </summary>
    public string? Text { get; init; }

    /// <param name="json">The template of the request.</param>
    /// <param name="echo">Has the template's definition in a member of its own.</param>
    internal static SentTemplate Read(JsonElement json, JsonElement echo) => new()
    {
        Name = json.Text("name"u8),
        Language = json.TryMember("language"u8, out var language) ? language.Text("code"u8) : null,
        Text = echo.TryMember("template"u8, out var definition) ? Filled(definition, json) : null,
    };

    private static string? Filled(JsonElement definition, JsonElement request)
    {
        var lines = new List<string>();
        foreach (var part in definition.Elements("components"u8))
            if (part.Text("text"u8) is { Length: > 0 } text && part.Text("type"u8) is { } type)
                lines.Add(Filled(text, Parameters(request, type)));
        return lines.Count > 0 ? string.Join('\n', lines) : null;
    }

    /// <summary>Replaces {{1}}, {{2}}, … or {{name}} by the values, in the order of the request.</summary>
    private static string Filled(string text, IReadOnlyList<JsonElement> parameters)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            var name = parameters[i].Text("parameter_name"u8) ?? (i + 1).ToString(CultureInfo.InvariantCulture);
            if (ValueOf(parameters[i]) is { } value)
                text = text.Replace("{{" + name + "}}", value, StringComparison.Ordinal);
        }
        return text;
    }

    private static IReadOnlyList<JsonElement> Parameters(JsonElement request, string type)
    {
        foreach (var component in request.Elements("components"u8))
            if (string.Equals(component.Text("type"u8), type, StringComparison.OrdinalIgnoreCase))
                return component.Elements("parameters"u8);
        return [];
    }

    private static string? ValueOf(JsonElement parameter) =>
        parameter.Text("text"u8)
        ?? (parameter.TryMember("currency"u8, out var currency) ? currency.Text("fallback_value"u8) : null)
        ?? (parameter.TryMember("date_time"u8, out var instant) ? instant.Text("fallback_value"u8) : null);
}
