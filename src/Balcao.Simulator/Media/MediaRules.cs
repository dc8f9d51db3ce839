using System.Collections.Frozen;

namespace Balcao.Simulator.Media;

/// <summary>Which files WhatsApp accepts (Meta, Cloud API media page, Dec 2025).</summary>
static class MediaRules
{
    const long Megabyte = 1024 * 1024;

    static readonly FrozenSet<string> Uploadable = FrozenSet.Create(
        "audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg", "audio/opus",
        "application/vnd.ms-powerpoint", "application/msword", "application/vnd.ms-excel", "application/pdf", "text/plain",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "image/jpeg", "image/png", "image/webp", "video/mp4", "video/3gpp");

    public static string List => string.Join(", ", Uploadable.Order(StringComparer.Ordinal));

    public static bool MayUpload(string mimeType) => Uploadable.Contains(Bare(mimeType));

    /// <summary>Without parameters: <c>audio/ogg; codecs=opus</c> is <c>audio/ogg</c>.</summary>
    public static string Bare(string mimeType) => mimeType.Split(';')[0].Trim().ToLowerInvariant();

    public static long MaximumSize(string messageType) => messageType switch
    {
        "image" => 5 * Megabyte,
        "audio" or "video" => 16 * Megabyte,
        "sticker" => 500 * 1024,
        _ => 100 * Megabyte,
    };

    /// <summary>The message type a file of this MIME type is uploaded for.</summary>
    public static string MessageType(string mimeType) => Bare(mimeType) switch
    {
        "image/webp" => "sticker",
        var image when image.StartsWith("image/", StringComparison.Ordinal) => "image",
        var audio when audio.StartsWith("audio/", StringComparison.Ordinal) => "audio",
        var video when video.StartsWith("video/", StringComparison.Ordinal) => "video",
        _ => "document",
    };

    /// <summary>
    /// Why a file cannot be sent as this message type, or null. Name, declared type and bytes must agree, otherwise
    /// Meta answers 131053.
    /// </summary>
    public static string? Objection(string messageType, StoredMedia media, bool asVoice)
    {
        var declared = Bare(media.MimeType);
        var actual = Sniff(media.Bytes);
        var fits = messageType switch
        {
            "image" => declared is "image/jpeg" or "image/png",
            "sticker" => declared is "image/webp",
            "video" => declared is "video/mp4" or "video/3gpp",
            "audio" => declared.StartsWith("audio/", StringComparison.Ordinal),
            _ => true,
        };
        if (!fits) return $"Unsupported {messageType.ToUpperInvariant()} mime type {media.MimeType}.";
        if (media.Bytes.Length > MaximumSize(messageType)) return $"File size of {media.Bytes.Length} bytes exceeds the maximum for {messageType}.";
        if (messageType is not "document" && !Agree(declared, actual))
            return $"{messageType} file uploaded with mimetype as {media.MimeType}, however on processing it is of type {actual ?? "application/octet-stream"}. Please check and re-upload.";
        if (asVoice && (declared is not "audio/ogg" || !HasOpus(media.Bytes))) return "Voice messages must be ogg files with the opus codec.";
        return null;
    }

    /// <summary>MIME type by the first bytes; null for anything not listed.</summary>
    public static string? Sniff(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, 0x50, 0x4E, 0x47, ..] => "image/png",
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => "image/webp",
        [0x4F, 0x67, 0x67, 0x53, ..] => "audio/ogg",
        [0x25, 0x50, 0x44, 0x46, ..] => "application/pdf",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "video/webm",
        [0x23, 0x21, 0x41, 0x4D, 0x52, ..] => "audio/amr",
        [0x49, 0x44, 0x33, ..] => "audio/mpeg",
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, 0x4D, 0x34, 0x41, ..] => "audio/mp4",
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, 0x33, 0x67, ..] => "video/3gpp",
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, ..] => "video/mp4",
        // ADTS sets its layer bits to 00, MPEG audio never does.
        [0xFF, var second, ..] when (second & 0xF6) == 0xF0 => "audio/aac",
        [0xFF, var second, ..] when (second & 0xE0) == 0xE0 => "audio/mpeg",
        _ => null,
    };

    static bool Agree(string declared, string? actual) => declared == actual
        // One container can hold only sound or also video; its brand does not always tell which.
        || (declared, actual) is ("audio/mp4", "video/mp4" or "video/3gpp") or ("video/3gpp", "video/mp4") or ("video/mp4", "video/3gpp");

    static bool HasOpus(ReadOnlySpan<byte> bytes) => bytes.IndexOf("OpusHead"u8) is >= 0 and < 200;
}
