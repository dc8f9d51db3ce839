using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>The file of a message.</summary>
public sealed class MessageMedia : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required MessageId MessageId { get; init; }

    public MediaState State { get; set; }

    /// <summary>WhatsApp's id of an inbound file (kept 7 days there), or of ours once uploaded (30 days).</summary>
    public string? WhatsAppMediaId { get; set; }

    public required string MimeType { get; set; }

    /// <summary>When ours was last uploaded: WhatsApp forgets it after 30 days.</summary>
    public DateTimeOffset? UploadedAt { get; set; }

    /// <summary>The customer's own name for it: untrusted.</summary>
    public string? FileName { get; init; }

    /// <summary>SHA-256 in lower-case hex, as WhatsApp announced it and as the content is stored by.</summary>
    public string? Sha256 { get; set; }

    public long? Size { get; set; }

    public bool IsAnimated { get; init; }

    /// <summary>Why it failed, as a stable code.</summary>
    public string? FailureCode { get; set; }

    /// <summary>The content of the copy that every browser plays: see <see cref="MediaCopies"/>.</summary>
    public string? PlayableSha256 { get; set; }

    public string? ThumbnailSha256 { get; set; }

    /// <summary>Pixels of a picture as it is seen, turned as its camera says.</summary>
    public int? Width { get; set; }

    public int? Height { get; set; }

    public long? DurationMs { get; set; }

    /// <summary>One digit for each equal part of a sound.</summary>
    public string? Waveform { get; set; }
}
