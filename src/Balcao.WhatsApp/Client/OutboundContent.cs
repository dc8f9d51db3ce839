using System.Text.Json;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.WhatsApp.Client;

/// <summary>The content of a message; limits as in Meta's message reference of Dec 2025.</summary>
public abstract record OutboundContent
{
    private protected OutboundContent()
    {
    }

    /// <summary>The value of "type" and the name of the member that holds the content.</summary>
    public abstract string Type { get; }

    internal abstract void WritePart(Utf8JsonWriter json);
}

/// <summary>At most 4096 characters; the preview is of the first link.</summary>
public sealed record TextContent(string Body, bool PreviewUrl = false) : OutboundContent
{
    public override string Type => "text";

    internal override void WritePart(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("body"u8, Body);
        json.WriteBoolean("preview_url"u8, PreviewUrl);
        json.WriteEndObject();
    }
}

/// <summary>
/// An uploaded file (its id is valid for 30 days) or an address from which Meta fetches the file. A failed fetch is
/// reported only by a later status.
/// </summary>
public sealed record MediaReference
{
    private MediaReference(string? id, string? link)
    {
        Id = id;
        Link = link;
    }

    public string? Id { get; }
    public string? Link { get; }

    public static MediaReference OfId(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return new(id, null);
    }

    public static MediaReference OfLink(Uri link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return new(null, link.AbsoluteUri);
    }

    internal void WriteMember(Utf8JsonWriter json)
    {
        json.WriteOptional("id"u8, Id);
        json.WriteOptional("link"u8, Link);
    }

    internal void WritePart(Utf8JsonWriter json, string? caption = null, string? filename = null)
    {
        json.WriteStartObject();
        WriteMember(json);
        json.WriteOptional("caption"u8, caption);
        json.WriteOptional("filename"u8, filename);
        json.WriteEndObject();
    }
}

/// <summary>JPEG or PNG up to 5 MB; caption up to 1024 characters.</summary>
public sealed record ImageContent(MediaReference Media, string? Caption = null) : OutboundContent
{
    public override string Type => "image";

    internal override void WritePart(Utf8JsonWriter json) => Media.WritePart(json, Caption);
}

/// <summary>MP4 or 3GP with H.264 and AAC up to 16 MB; caption up to 1024 characters.</summary>
public sealed record VideoContent(MediaReference Media, string? Caption = null) : OutboundContent
{
    public override string Type => "video";

    internal override void WritePart(Utf8JsonWriter json) => Media.WritePart(json, Caption);
}

/// <summary>
/// Up to 16 MB. A voice note must be Ogg with Opus, mono; over 512 KB it shows a download icon instead of play.
/// </summary>
public sealed record AudioContent(MediaReference Media, bool Voice = false) : OutboundContent
{
    public override string Type => "audio";

    internal override void WritePart(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Media.WriteMember(json);
        if (Voice)
            json.WriteBoolean("voice"u8, true);
        json.WriteEndObject();
    }
}

/// <summary>Up to 100 MB; the filename, with its extension, is what the recipient sees.</summary>
public sealed record DocumentContent(MediaReference Media, string? Filename = null, string? Caption = null) : OutboundContent
{
    public override string Type => "document";

    internal override void WritePart(Utf8JsonWriter json) => Media.WritePart(json, Caption, Filename);
}

/// <summary>WebP up to 100 KB, animated up to 500 KB.</summary>
public sealed record StickerContent(MediaReference Media) : OutboundContent
{
    public override string Type => "sticker";

    internal override void WritePart(Utf8JsonWriter json) => Media.WritePart(json);
}

/// <summary>In degrees.</summary>
public sealed record LocationContent(double Latitude, double Longitude, string? Name = null, string? Address = null) : OutboundContent
{
    public override string Type => "location";

    internal override void WritePart(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("latitude"u8, Latitude);
        json.WriteNumber("longitude"u8, Longitude);
        json.WriteOptional("name"u8, Name);
        json.WriteOptional("address"u8, Address);
        json.WriteEndObject();
    }
}

/// <summary>
/// An emoji on a message up to 30 days old; null or empty removes it. WhatsApp reports only the status "sent" for it.
/// </summary>
public sealed record ReactionContent(string MessageId, string? Emoji) : OutboundContent
{
    public override string Type => "reaction";

    internal override void WritePart(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("message_id"u8, MessageId);
        json.WriteString("emoji"u8, Emoji ?? "");
        json.WriteEndObject();
    }
}

/// <summary>Up to 257 cards; Meta requires a formatted name for each.</summary>
public sealed record ContactsContent(IReadOnlyList<ContactCard> Cards) : OutboundContent
{
    public override string Type => "contacts";

    internal override void WritePart(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var card in Cards)
            WriteCard(json, card);
        json.WriteEndArray();
    }

    private static void WriteCard(Utf8JsonWriter json, ContactCard card)
    {
        json.WriteStartObject();
        if (card.Name is { } name)
        {
            json.WriteStartObject("name"u8);
            json.WriteOptional("formatted_name"u8, name.Formatted);
            json.WriteOptional("first_name"u8, name.First);
            json.WriteOptional("middle_name"u8, name.Middle);
            json.WriteOptional("last_name"u8, name.Last);
            json.WriteOptional("prefix"u8, name.Prefix);
            json.WriteOptional("suffix"u8, name.Suffix);
            json.WriteEndObject();
        }
        WriteList(json, "phones"u8, card.Phones, static (json, phone) =>
        {
            json.WriteOptional("phone"u8, phone.Phone);
            json.WriteOptional("type"u8, phone.Type);
            json.WriteOptional("wa_id"u8, phone.WaId);
        });
        WriteList(json, "emails"u8, card.Emails, static (json, email) =>
        {
            json.WriteOptional("email"u8, email.Email);
            json.WriteOptional("type"u8, email.Type);
        });
        WriteList(json, "addresses"u8, card.Addresses, static (json, address) =>
        {
            json.WriteOptional("street"u8, address.Street);
            json.WriteOptional("city"u8, address.City);
            json.WriteOptional("state"u8, address.State);
            json.WriteOptional("zip"u8, address.Zip);
            json.WriteOptional("country"u8, address.Country);
            json.WriteOptional("country_code"u8, address.CountryCode);
            json.WriteOptional("type"u8, address.Type);
        });
        WriteList(json, "urls"u8, card.Urls, static (json, url) =>
        {
            json.WriteOptional("url"u8, url.Url);
            json.WriteOptional("type"u8, url.Type);
        });
        if (card.Organization is { } organization)
        {
            json.WriteStartObject("org"u8);
            json.WriteOptional("company"u8, organization.Company);
            json.WriteOptional("department"u8, organization.Department);
            json.WriteOptional("title"u8, organization.Title);
            json.WriteEndObject();
        }
        json.WriteOptional("birthday"u8, card.Birthday);
        json.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> writeMembers)
    {
        if (items.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeMembers(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
