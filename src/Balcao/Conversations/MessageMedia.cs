using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>The file of a message.</summary>
public sealed class MessageMedia : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required MessageId MessageId { get; init; }

    public MediaState State { get; set; }

    /// <summary>WhatsApp's id of a received file (kept there for 7 days), or of ours after the upload (30 days).</summary>
    public string? WhatsAppMediaId { get; set; }

    public required string MimeType { get; set; }

    /// <summary>When our file was last uploaded: WhatsApp deletes it after 30 days.</summary>
    public DateTimeOffset? UploadedAt { get; set; }

    /// <summary>The name the customer gave the file: untrusted.</summary>
    public string? FileName { get; init; }

    /// <summary>SHA-256 in lower-case hex, as WhatsApp announced it; also the key of the stored content.</summary>
    public string? Sha256 { get; set; }

    public long? Size { get; set; }

    public bool IsAnimated { get; init; }

    /// <summary>Why it failed, as a stable code.</summary>
    public string? FailureCode { get; set; }

    /// <summary>The content of the copy that every browser plays: see <see cref="MediaCopies"/>.</summary>
    public string? PlayableSha256 { get; set; }

    public string? ThumbnailSha256 { get; set; }

    /// <summary>A picture's size in pixels as shown, after the rotation its camera recorded.</summary>
    public int? Width { get; set; }

    public int? Height { get; set; }

    public long? DurationMs { get; set; }

    /// <summary>The loudness of a sound: one digit for each of its equal parts.</summary>
    public string? Waveform { get; set; }
}
