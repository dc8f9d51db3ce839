using System.Text;

namespace Balcao.Client.Conversations;

/// <summary>
/// The kind of a chosen file and whether WhatsApp accepts it, checked before the upload. The server checks it again.
/// </summary>
/// <param name="Fault">The key of a text; null: no fault.</param>
/// <param name="Limit">The maximum size of this kind, in bytes.</param>
/// <param name="Instead">Another way in which the file may be sent.</param>
public sealed record FileCheck(MessageKind Kind, string? Fault, long Limit, SendAs? Instead = null)
{
    private const long Kilobyte = 1024, Megabyte = 1024 * Kilobyte;

    /// <summary>Meta, Cloud API media reference, Dec 2025.</summary>
    private const long Document = 100 * Megabyte, Picture = 5 * Megabyte, Sound = 16 * Megabyte, Sticker = 100 * Kilobyte, MovingSticker = 500 * Kilobyte;

    public static FileCheck Of(string type, long size, ReadOnlySpan<byte> head, SendAs? sendAs = null)
    {
        var declared = type.Split(';')[0].Trim().ToLowerInvariant();
        var kind = sendAs switch { SendAs.Document => MessageKind.Document, SendAs.Sticker => MessageKind.Sticker, _ => KindOf(declared) };
        var limit = LimitOf(kind, head);
        if (size == 0) return new(kind, "File.Empty", limit);
        if (declared is "image/jpeg" or "image/png" && TypeOf(head) != declared) return new(kind, "File.NotAPicture", limit);
        if (size <= limit) return new(kind, null, limit, declared is "image/webp" && sendAs is null && size <= LimitOf(MessageKind.Sticker, head) ? SendAs.Sticker : null);
        return new(kind, "File.TooLarge", limit, kind is not MessageKind.Document && size <= Document ? SendAs.Document : null);
    }

    private static MessageKind KindOf(string type) => type switch
    {
        "image/jpeg" or "image/png" => MessageKind.Image,
        "video/mp4" or "video/3gpp" => MessageKind.Video,
        "audio/aac" or "audio/amr" or "audio/mpeg" or "audio/mp3" or "audio/mp4" or "audio/x-m4a" or "audio/ogg" => MessageKind.Audio,
        _ => MessageKind.Document,
    };

    private static long LimitOf(MessageKind kind, ReadOnlySpan<byte> head) => kind switch
    {
        MessageKind.Image => Picture,
        MessageKind.Video or MessageKind.Audio => Sound,
        MessageKind.Sticker => IsMoving(head) ? MovingSticker : Sticker,
        _ => Document,
    };

    private static string? TypeOf(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg" : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) ? "image/png" : null;

    /// <summary>The animation flag in WebP's extended header.</summary>
    private static bool IsMoving(ReadOnlySpan<byte> head) =>
        head.Length > 20 && Encoding.ASCII.GetString(head[8..16]) is "WEBPVP8X" && (head[20] & 2) != 0;
}
