using System.Text.Json;

namespace Balcao.WhatsApp.Client;

/// <summary>The answer to an accepted message. Accepted does not mean delivered.</summary>
public sealed record SendReceipt
{
    public required string MessageId { get; init; }
    /// <summary>
    /// The number in WhatsApp's spelling, which may differ from the requested one (Brazil, Mexico): store it as an
    /// alias.
    /// </summary>
    public string? WaId { get; init; }
    public string? UserId { get; init; }
    /// <summary>Templates only: accepted, held_for_quality_assessment or paused.</summary>
    public string? MessageStatus { get; init; }

    internal static SendReceipt? Read(JsonElement json)
    {
        var message = json.Elements("messages"u8) is [var first, ..] ? first : default;
        if (message.Text("id"u8) is not { Length: > 0 } id)
            return null;
        var contact = json.Elements("contacts"u8) is [var recipient, ..] ? recipient : default;
        return new()
        {
            MessageId = id,
            WaId = contact.Text("wa_id"u8),
            UserId = contact.Text("user_id"u8),
            MessageStatus = message.Text("message_status"u8),
        };
    }
}

/// <summary>Meta answered "success": true.</summary>
public sealed record GraphConfirmation
{
    internal static GraphConfirmation? Read(JsonElement json) => json.Flag("success"u8) is true ? new() : null;
}

/// <summary>The id of an uploaded file, valid for 30 days.</summary>
public sealed record UploadedMedia(string Id)
{
    internal static UploadedMedia? Read(JsonElement json) => json.Text("id"u8) is { Length: > 0 } id ? new(id) : null;
}

/// <summary>The download address of a media file, valid for five minutes.</summary>
public sealed record MediaLocation
{
    public required Uri Url { get; init; }
    public string? MimeType { get; init; }
    /// <summary>Hexadecimal; in webhooks the same hash is base64.</summary>
    public string? Sha256 { get; init; }
    /// <summary>In bytes.</summary>
    public long? FileSize { get; init; }

    internal static MediaLocation? Read(JsonElement json)
    {
        if (!Uri.TryCreate(json.Text("url"u8), UriKind.Absolute, out var url))
            return null;
        return new()
        {
            Url = url,
            MimeType = json.Text("mime_type"u8),
            Sha256 = json.Text("sha256"u8),
            FileSize = json.Integer("file_size"u8),
        };
    }
}

/// <summary>
/// A file being downloaded. Disposing of it releases the connection. Reading may fail with an
/// <see cref="IOException"/>.
/// </summary>
public sealed class MediaDownload : IAsyncDisposable
{
    private readonly HttpResponseMessage response;

    internal MediaDownload(HttpResponseMessage response, Stream content)
    {
        this.response = response;
        Content = content;
    }

    public Stream Content { get; }
    public string? MimeType => response.Content.Headers.ContentType?.ToString();
    /// <summary>In bytes; null if the server did not declare it.</summary>
    public long? Length => response.Content.Headers.ContentLength;

    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        response.Dispose();
    }
}
