using System.Collections.Frozen;

namespace Balcao.WhatsApp.Media;

public enum MediaKind
{
    Image,
    Video,
    Audio,
    /// <summary>Audio that is played as a voice note.</summary>
    Voice,
    Document,
    Sticker,
}

/// <summary>Why a file cannot be sent as its kind.</summary>
public enum MediaFault
{
    /// <summary>WhatsApp does not accept this type for this kind.</summary>
    TypeNotAllowed,
    TooLarge,
    Empty,
    /// <summary>The name's extension belongs to another type.</summary>
    ExtensionDisagrees,
    /// <summary>The bytes are of another type.</summary>
    BytesDisagree,
}

/// <summary>
/// The MIME types and sizes allowed for each kind (Meta, Cloud API media reference, Dec 2025). Meta accepts the upload
/// of a file whose extension, MIME type and bytes disagree, but the message fails afterwards with 131053, the most
/// common media error.
/// </summary>
public static class MediaTypes
{
    private const long Kilobyte = 1024;
    private const long Megabyte = 1024 * Kilobyte;
    private const long AnimatedStickerLimit = 500 * Kilobyte;

    /// <summary>In bytes; WhatsApp keeps received files up to this size.</summary>
    public const long LargestInbound = 100 * Megabyte;

    private static readonly FrozenDictionary<string, string> ByExtension = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["jpg"] = "image/jpeg", ["jpeg"] = "image/jpeg", ["png"] = "image/png", ["webp"] = "image/webp", ["gif"] = "image/gif",
        ["mp4"] = "video/mp4", ["3gp"] = "video/3gpp", ["3gpp"] = "video/3gpp", ["mov"] = "video/quicktime", ["webm"] = "video/webm",
        ["aac"] = "audio/aac", ["amr"] = "audio/amr", ["mp3"] = "audio/mpeg", ["m4a"] = "audio/mp4",
        ["ogg"] = "audio/ogg", ["oga"] = "audio/ogg", ["opus"] = "audio/ogg", ["wav"] = "audio/wav",
        ["pdf"] = "application/pdf", ["txt"] = "text/plain", ["csv"] = "text/csv", ["zip"] = "application/zip",
        ["doc"] = "application/msword", ["xls"] = "application/vnd.ms-excel", ["ppt"] = "application/vnd.ms-powerpoint",
        ["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> ByOtherName = new Dictionary<string, string>
    {
        ["image/jpg"] = "image/jpeg", ["image/pjpeg"] = "image/jpeg", ["video/3gp"] = "video/3gpp",
        ["audio/mp3"] = "audio/mpeg", ["audio/m4a"] = "audio/mp4", ["audio/x-m4a"] = "audio/mp4",
        ["audio/x-aac"] = "audio/aac", ["audio/opus"] = "audio/ogg", ["application/ogg"] = "audio/ogg",
        ["application/x-zip-compressed"] = "application/zip",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<MediaKind, FrozenSet<string>> Allowed = new Dictionary<MediaKind, FrozenSet<string>>
    {
        [MediaKind.Image] = FrozenSet.Create("image/jpeg", "image/png"),
        [MediaKind.Video] = FrozenSet.Create("video/mp4", "video/3gpp"),
        [MediaKind.Audio] = FrozenSet.Create("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
        [MediaKind.Voice] = FrozenSet.Create("audio/ogg"),
        [MediaKind.Sticker] = FrozenSet.Create("image/webp"),
    }.ToFrozenDictionary();

    /// <summary>
    /// MIME types that may be sent, without parameters; empty for documents, for which any type is allowed.
    /// </summary>
    public static IReadOnlyCollection<string> AllowedFor(MediaKind kind) => Allowed.TryGetValue(kind, out var types) ? types : [];

    /// <summary>In bytes; for stickers the limit is lower unless they are animated.</summary>
    public static long LimitOf(MediaKind kind, bool animated = false) => kind switch
    {
        MediaKind.Image => 5 * Megabyte,
        MediaKind.Document => 100 * Megabyte,
        MediaKind.Sticker => animated ? AnimatedStickerLimit : 100 * Kilobyte,
        _ => 16 * Megabyte,
    };

    /// <summary>Lower case, without parameters, under its usual name: "audio/ogg; codecs=opus" is "audio/ogg".</summary>
    public static string Normalize(string? mimeType)
    {
        var type = mimeType.AsSpan();
        var semicolon = type.IndexOf(';');
        var bare = (semicolon < 0 ? type : type[..semicolon]).Trim().ToString().ToLowerInvariant();
        return ByOtherName.GetValueOrDefault(bare, bare);
    }

    /// <summary>Null if the extension is missing or not known.</summary>
    public static string? OfFileName(string fileName)
    {
        var extension = Path.GetExtension(fileName);
        return extension.Length > 1 ? ByExtension.GetValueOrDefault(extension[1..]) : null;
    }

    /// <summary>With its dot; ".bin" for unknown types.</summary>
    public static string ExtensionOf(string? mimeType) => Normalize(mimeType) switch
    {
        "image/jpeg" => ".jpg",
        "video/3gpp" => ".3gp",
        "audio/ogg" => ".ogg",
        "audio/mpeg" => ".mp3",
        var type => ByExtension.FirstOrDefault(row => row.Value == type) is { Key: { } extension } ? "." + extension : ".bin",
    };

    /// <summary>
    /// Returns every reason why WhatsApp would refuse the file. <paramref name="head"/> is its first
    /// <see cref="MediaSniffing.HeadLength"/> bytes, or all bytes of a shorter file.
    /// </summary>
    public static IReadOnlyList<MediaFault> Check(MediaKind kind, string fileName, string mimeType, ReadOnlySpan<byte> head, long size)
    {
        var faults = new List<MediaFault>();
        var declared = Normalize(mimeType);
        var found = MediaSniffing.Sniff(head);

        if (Allowed.TryGetValue(kind, out var types) ? !types.Contains(declared) : declared.Length == 0)
            faults.Add(MediaFault.TypeNotAllowed);
        if (size <= 0)
            faults.Add(MediaFault.Empty);
        else if (size > LimitOf(kind, found.IsAnimated))
            faults.Add(MediaFault.TooLarge);

        // A document may have an unknown extension; for the other kinds an unknown extension is an error.
        if (OfFileName(fileName) is { } named ? named != declared : kind is not MediaKind.Document)
            faults.Add(MediaFault.ExtensionDisagrees);
        if (!found.Fits(declared, mayBeUnknown: kind is MediaKind.Document) || kind is MediaKind.Voice && !found.IsOpus)
            faults.Add(MediaFault.BytesDisagree);
        return faults;
    }
}
