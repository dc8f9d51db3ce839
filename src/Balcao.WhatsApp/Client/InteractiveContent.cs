using System.Text.Json;

namespace Balcao.WhatsApp.Client;

/// <summary>A message with interactive elements. Body up to 1024 characters (lists 4096), footer up to 60.</summary>
public abstract record InteractiveContent : OutboundContent
{
    private protected InteractiveContent()
    {
    }

    public required string Body { get; init; }
    public InteractiveHeader? Header { get; init; }
    public string? Footer { get; init; }

    public sealed override string Type => "interactive";

    private protected abstract string InteractiveType { get; }

    private protected abstract void WriteAction(Utf8JsonWriter json);

    internal sealed override void WritePart(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, InteractiveType);
        Header?.WriteMember(json);
        WriteText(json, "body"u8, Body);
        if (Footer is not null)
            WriteText(json, "footer"u8, Footer);
        json.WriteStartObject("action"u8);
        WriteAction(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }
}

/// <summary>Text up to 60 characters, or media. Lists accept text only.</summary>
public sealed record InteractiveHeader
{
    private readonly string type;
    private readonly string? text;
    private readonly MediaReference? media;
    private readonly string? filename;

    private InteractiveHeader(string type, string? text, MediaReference? media, string? filename = null)
    {
        this.type = type;
        this.text = text;
        this.media = media;
        this.filename = filename;
    }

    public static InteractiveHeader OfText(string text) => new("text", text, null);

    public static InteractiveHeader OfImage(MediaReference media) => new("image", null, media);

    public static InteractiveHeader OfVideo(MediaReference media) => new("video", null, media);

    public static InteractiveHeader OfDocument(MediaReference media, string? filename = null) => new("document", null, media, filename);

    internal void WriteMember(Utf8JsonWriter json)
    {
        json.WriteStartObject("header"u8);
        json.WriteString("type"u8, type);
        json.WriteOptional("text"u8, text);
        if (media is not null)
        {
            json.WritePropertyName(type);
            media.WritePart(json, caption: null, filename);
        }
        json.WriteEndObject();
    }
}

/// <summary>The id (up to 256 characters) is returned in the reply; titles up to 20 characters, each different.</summary>
public sealed record ReplyButton(string Id, string Title);

/// <summary>Up to three buttons.</summary>
public sealed record ReplyButtonsContent : InteractiveContent
{
    public required IReadOnlyList<ReplyButton> Buttons { get; init; }

    private protected override string InteractiveType => "button";

    private protected override void WriteAction(Utf8JsonWriter json)
    {
        json.WriteStartArray("buttons"u8);
        foreach (var button in Buttons)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "reply"u8);
            json.WriteStartObject("reply"u8);
            json.WriteString("id"u8, button.Id);
            json.WriteString("title"u8, button.Title);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

/// <summary>Id up to 200 characters, title 24, description 72.</summary>
public sealed record ListRow(string Id, string Title, string? Description = null);

/// <summary>The title (24 characters) may be left out if there is one section.</summary>
public sealed record ListSection(string? Title, IReadOnlyList<ListRow> Rows);

/// <summary>
/// Up to ten sections with ten rows in total. The text of the button that opens the list has up to 20 characters.
/// </summary>
public sealed record ListContent : InteractiveContent
{
    public required string ButtonText { get; init; }
    public required IReadOnlyList<ListSection> Sections { get; init; }

    private protected override string InteractiveType => "list";

    private protected override void WriteAction(Utf8JsonWriter json)
    {
        json.WriteString("button"u8, ButtonText);
        json.WriteStartArray("sections"u8);
        foreach (var section in Sections)
        {
            json.WriteStartObject();
            json.WriteOptional("title"u8, section.Title);
            json.WriteStartArray("rows"u8);
            foreach (var row in section.Rows)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, row.Id);
                json.WriteString("title"u8, row.Title);
                json.WriteOptional("description"u8, row.Description);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

/// <summary>A button that opens a page; its text up to 20 characters.</summary>
public sealed record LinkButtonContent : InteractiveContent
{
    public required string ButtonText { get; init; }
    public required Uri Link { get; init; }

    private protected override string InteractiveType => "cta_url";

    private protected override void WriteAction(Utf8JsonWriter json)
    {
        json.WriteString("name"u8, "cta_url"u8);
        json.WriteStartObject("parameters"u8);
        json.WriteString("display_text"u8, ButtonText);
        json.WriteString("url"u8, Link.AbsoluteUri);
        json.WriteEndObject();
    }
}

/// <summary>Asks the customer for their location; the answer is a location message.</summary>
public sealed record LocationRequestContent : InteractiveContent
{
    private protected override string InteractiveType => "location_request_message";

    private protected override void WriteAction(Utf8JsonWriter json) => json.WriteString("name"u8, "send_location"u8);
}
