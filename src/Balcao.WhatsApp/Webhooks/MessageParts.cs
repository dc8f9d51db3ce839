using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// The message that this one replies to, or its origin. The original may not be stored here: it is older than our
/// history, or was sent with the phone app.
/// </summary>
public sealed record MessageContext
{
    public string? MessageId { get; init; }
    public string? From { get; init; }
    public bool Forwarded { get; init; }
    /// <summary>Forwarded more than five times.</summary>
    public bool FrequentlyForwarded { get; init; }
    public string? ReferredCatalogId { get; init; }
    public string? ReferredProductId { get; init; }

    internal static MessageContext Read(JsonElement json)
    {
        var product = json.TryMember("referred_product"u8, out var found) ? found : default;
        return new()
        {
            // "message_id" in the request of a message that another app sent.
            MessageId = json.Text("id"u8) ?? json.Text("message_id"u8),
            From = json.Text("from"u8),
            Forwarded = json.Flag("forwarded"u8) ?? false,
            FrequentlyForwarded = json.Flag("frequently_forwarded"u8) ?? false,
            ReferredCatalogId = product.Text("catalog_id"u8),
            ReferredProductId = product.Text("product_retailer_id"u8),
        };
    }
}

/// <summary>The click-to-WhatsApp ad or post from which a conversation started.</summary>
public sealed record AdReferral
{
    /// <summary>"ad" or "post".</summary>
    public string? SourceType { get; init; }
    public string? SourceId { get; init; }
    public string? SourceUrl { get; init; }
    public string? Headline { get; init; }
    public string? Body { get; init; }
    /// <summary>"image" or "video".</summary>
    public string? MediaType { get; init; }
    public string? ImageUrl { get; init; }
    public string? VideoUrl { get; init; }
    public string? ThumbnailUrl { get; init; }
    /// <summary>Absent for ads in Status.</summary>
    public string? ClickId { get; init; }
    public string? WelcomeText { get; init; }

    internal static AdReferral Read(JsonElement json) => new()
    {
        SourceType = json.Text("source_type"u8),
        SourceId = json.Text("source_id"u8),
        SourceUrl = json.Text("source_url"u8),
        Headline = json.Text("headline"u8),
        Body = json.Text("body"u8),
        MediaType = json.Text("media_type"u8),
        ImageUrl = json.Text("image_url"u8),
        VideoUrl = json.Text("video_url"u8),
        ThumbnailUrl = json.Text("thumbnail_url"u8),
        ClickId = json.Text("ctwa_clid"u8),
        WelcomeText = json.TryMember("welcome_message"u8, out var welcome) ? welcome.Text("text"u8) : null,
    };
}

public sealed record TextPart
{
    public string? Body { get; init; }

    internal static TextPart Read(JsonElement json) => new() { Body = json.Text("body"u8) };
}

/// <summary>Image, video, audio, document or sticker. Ids of received media are valid for seven days.</summary>
public sealed record MediaPart
{
    /// <summary>Absent if the part was unreadable; there is then nothing to fetch.</summary>
    public string? Id { get; init; }
    /// <summary>As sent, with parameters: "audio/ogg; codecs=opus".</summary>
    public string? MimeType { get; init; }
    /// <summary>Base64; in the answer of GET media the same hash is hexadecimal.</summary>
    public string? Sha256 { get; init; }
    public string? Caption { get; init; }
    /// <summary>Documents only; written by the sender, so it must not be used as a path.</summary>
    public string? Filename { get; init; }
    /// <summary>A voice note rather than an audio file.</summary>
    public bool Voice { get; init; }
    /// <summary>Stickers only.</summary>
    public bool Animated { get; init; }
    /// <summary>Since Nov 2025; short-lived, needs the token.</summary>
    public string? Url { get; init; }

    internal static MediaPart Read(JsonElement json) => new()
    {
        Id = json.Text("id"u8),
        MimeType = json.Text("mime_type"u8),
        Sha256 = json.Text("sha256"u8),
        Caption = json.Text("caption"u8),
        Filename = json.Text("filename"u8),
        Voice = json.Flag("voice"u8) ?? false,
        Animated = json.Flag("animated"u8) ?? false,
        Url = json.Text("url"u8),
    };
}

/// <summary>A static location in degrees; live locations come as "unsupported".</summary>
public sealed record LocationPart
{
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? Name { get; init; }
    public string? Address { get; init; }
    public string? Url { get; init; }

    internal static LocationPart Read(JsonElement json) => new()
    {
        Latitude = json.Number("latitude"u8),
        Longitude = json.Number("longitude"u8),
        Name = json.Text("name"u8),
        Address = json.Text("address"u8),
        Url = json.Text("url"u8),
    };
}

/// <summary>A quick reply of one of our templates; <see cref="Payload"/> is the payload we set for the button.</summary>
public sealed record TemplateButtonReply
{
    public string? Text { get; init; }
    public string? Payload { get; init; }

    internal static TemplateButtonReply Read(JsonElement json) => new()
    {
        Text = json.Text("text"u8),
        Payload = json.Text("payload"u8),
    };
}

/// <summary>A reaction to a message; <see cref="IsRemoval"/> if the customer removed it.</summary>
public sealed record ReactionPart
{
    public string? MessageId { get; init; }
    public string? Emoji { get; init; }

    public bool IsRemoval => string.IsNullOrEmpty(Emoji);

    internal static ReactionPart Read(JsonElement json) => new()
    {
        MessageId = json.Text("message_id"u8),
        Emoji = json.Text("emoji"u8),
    };
}

public sealed record OrderPart
{
    public string? CatalogId { get; init; }
    public string? Text { get; init; }
    public IReadOnlyList<OrderedProduct> Products { get; init; } = [];

    internal static OrderPart Read(JsonElement json) => new()
    {
        CatalogId = json.Text("catalog_id"u8),
        Text = json.Text("text"u8),
        Products = json.List("product_items"u8, OrderedProduct.Read),
    };
}

public sealed record OrderedProduct
{
    public string? ProductId { get; init; }
    public decimal? Quantity { get; init; }
    /// <summary>In units of <see cref="Currency"/>, not in cents.</summary>
    public decimal? ItemPrice { get; init; }
    public string? Currency { get; init; }

    internal static OrderedProduct Read(JsonElement json) => new()
    {
        ProductId = json.Text("product_retailer_id"u8),
        Quantity = json.Amount("quantity"u8),
        ItemPrice = json.Amount("item_price"u8),
        Currency = json.Text("currency"u8),
    };
}

/// <summary>
/// A customer changed number or identity. Comes without contacts[]; the sender of the message is the OLD number.
/// </summary>
public sealed record SystemNotice
{
    public const string NumberChanged = "user_changed_number";
    public const string UserIdChanged = "user_changed_user_id";
    public const string IdentityChanged = "customer_identity_changed";
    /// <summary>The spelling of older payloads.</summary>
    public const string OldNumberChanged = "customer_changed_number";

    public string? Type { get; init; }
    public string? Body { get; init; }
    /// <summary>Digits of the new phone number.</summary>
    public string? NewWaId { get; init; }
    public string? UserId { get; init; }
    public string? ParentUserId { get; init; }
    public string? PreviousUserId { get; init; }

    internal static SystemNotice Read(JsonElement json) => new()
    {
        Type = json.Text("type"u8),
        Body = json.Text("body"u8),
        NewWaId = json.Text("wa_id"u8) ?? json.Text("new_wa_id"u8),
        UserId = json.Text("user_id"u8),
        ParentUserId = json.Text("parent_user_id"u8),
        PreviousUserId = json.Text("previous_user_id"u8),
    };
}

/// <summary>A changed text or caption; the new content is in the part named by <see cref="Type"/>.</summary>
public sealed record MessageEdit
{
    public string? OriginalMessageId { get; init; }
    public string? Type { get; init; }
    public TextPart? Text { get; init; }
    public MediaPart? Media { get; init; }
    public MessageContext? Context { get; init; }

    public string? NewText => Text?.Body ?? Media?.Caption;

    internal static MessageEdit Read(JsonElement json)
    {
        var message = json.TryMember("message"u8, out var found) ? found : default;
        return new()
        {
            OriginalMessageId = json.Text("original_message_id"u8),
            Type = message.Text("type"u8),
            Text = message.Part("text"u8, TextPart.Read),
            Media = message.Part("image"u8, MediaPart.Read)
                ?? message.Part("video"u8, MediaPart.Read)
                ?? message.Part("document"u8, MediaPart.Read)
                ?? message.Part("audio"u8, MediaPart.Read),
            Context = message.Part("context"u8, MessageContext.Read),
        };
    }
}
