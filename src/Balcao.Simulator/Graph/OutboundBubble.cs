using System.Text.Json.Nodes;
using Balcao.Simulator.Media;
using Balcao.Simulator.Phones;

namespace Balcao.Simulator.Graph;

/// <summary>Converts a message of the business to the content that the customer's phone shows.</summary>
static class OutboundBubble
{
    /// <summary>
    /// <paramref name="file"/> is the file of the message or of its header; null if there is none or it could not be
    /// fetched.
    /// </summary>
    public static MessageContent Of(JsonObject message, StoredMedia? file)
    {
        var type = message.Text("type") ?? "text";
        return type switch
        {
            "text" => MessageContent.OfText(message.Object("text")!.Text("body")!),
            "location" => new() { Type = type, Location = Place(message.Object("location")!) },
            "contacts" => new() { Type = type, Contacts = [.. message.Array("contacts").Objects().Select(Card)] },
            "reaction" => new() { Type = type, Text = message.Object("reaction")!.Text("emoji") },
            "interactive" => Interactive(message.Object("interactive")!, file),
            "template" => Template(message.Object("template")!, file),
            _ => new() { Type = type, Text = message.Object(type)?.Text("caption"), Media = Part(message.Object(type)!, file) },
        };
    }

    /// <summary>
    /// The object that refers to a file (<c>id</c> or <c>link</c>), and the message type whose rules apply; null
    /// without a file.
    /// </summary>
    public static (JsonObject Reference, string Type)? File(JsonObject message)
    {
        var type = message.Text("type") ?? "text";
        if (OutboundRules.IsMedia(type)) return (message.Object(type)!, type);
        var header = type switch
        {
            "interactive" => message.Object("interactive")?.Object("header"),
            "template" => message.Object("template")?.Array("components").Objects()
                .FirstOrDefault(component => string.Equals(component.Text("type"), "header", StringComparison.OrdinalIgnoreCase))?.Array("parameters").Objects().FirstOrDefault(),
            _ => null,
        };
        return header?.Text("type")?.ToLowerInvariant() is "image" or "video" or "document" && header.Object(header.Text("type")!.ToLowerInvariant()) is { } part
            ? (part, header.Text("type")!.ToLowerInvariant()) : null;
    }

    static MessageContent Interactive(JsonObject interactive, StoredMedia? file)
    {
        var action = interactive.Object("action");
        var header = interactive.Object("header");
        var content = new MessageContent
        {
            Type = "interactive",
            Header = header?.Text("text"),
            Media = header?.Object(header.Text("type") ?? "") is { } part ? Part(part, file) : null,
            Text = interactive.Object("body")?.Text("text"),
            Footer = interactive.Object("footer")?.Text("text"),
        };
        return interactive.Text("type") switch
        {
            "button" => content with { Buttons = [.. action!.Array("buttons").Objects().Select(button => Choice(button.Object("reply")!))] },
            "list" => content with
            {
                List = new ListPart(action!.Text("button")!, [.. action!.Array("sections").Objects()
                    .Select(section => new ListSection(section.Text("title"), [.. section.Array("rows").Objects().Select(Choice)]))]),
            },
            "cta_url" => content with { Link = new LinkPart(action!.Object("parameters")!.Text("display_text")!, action!.Object("parameters")!.Text("url")!) },
            "flow" => content with { Link = new LinkPart(action!.Object("parameters")!.Text("flow_cta")!, "") },
            "carousel" => content with { Footer = string.Join("\n", action!.Array("cards").Objects().Select(card => card.Object("body")?.Text("text"))) },
            _ => content,
        };
    }

    static MessageContent Template(JsonObject template, StoredMedia? file)
    {
        var components = template.Array("components").Objects().ToList();
        var values = Of("body").SelectMany(Parameters).Select(Value).ToList();
        var header = Of("header").SelectMany(Parameters).FirstOrDefault();
        return new MessageContent
        {
            Type = "template",
            Template = $"{template.Text("name")} ({template.Object("language")?.Text("code")})",
            Header = header?.Text("text"),
            Media = file is null ? null : new MediaPart(file.Id, file.MimeType, file.Bytes.Length, file.FileName),
            Location = header?.Object("location") is { } place ? Place(place) : null,
            Text = values.Count == 0 ? null : string.Join("\n", values),
            Buttons = [.. Of("button").Where(button => string.Equals(button.Text("sub_type"), "quick_reply", StringComparison.OrdinalIgnoreCase))
                .Select(button => Parameters(button).FirstOrDefault()?.Text("payload")).OfType<string>().Select(payload => new ChoicePart(payload, payload))],
        };

        IEnumerable<JsonObject> Of(string type) => components.Where(component => string.Equals(component.Text("type"), type, StringComparison.OrdinalIgnoreCase));
    }

    static IEnumerable<JsonObject> Parameters(JsonObject component) => component.Array("parameters").Objects();

    static string? Value(JsonObject parameter) => parameter.Text("text")
        ?? parameter.Object("currency")?.Text("fallback_value") ?? parameter.Object("date_time")?.Text("fallback_value");

    static ChoicePart Choice(JsonObject choice) => new(choice.Text("id")!, choice.Text("title")!, choice.Text("description"));

    static LocationPart Place(JsonObject place) => new(place.Number("latitude")!.Value, place.Number("longitude")!.Value, place.Text("name"), place.Text("address"));

    static ContactPart Card(JsonObject card) =>
        new(card.Object("name")!.Text("formatted_name")!, card.Array("phones").Objects().FirstOrDefault()?.Text("phone"));

    static MediaPart? Part(JsonObject reference, StoredMedia? file) => file is null ? null
        : new MediaPart(file.Id, file.MimeType, file.Bytes.Length, reference.Text("filename") ?? file.FileName, reference.Is("voice"));
}
