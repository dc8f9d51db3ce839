namespace Balcao.WhatsApp.Media;

/// <summary>The type of a file as recognised from its bytes.</summary>
/// <param name="MimeType">Null if not recognised.</param>
/// <param name="IsAnimated">A WebP with more than one picture.</param>
/// <param name="IsOpus">An Ogg file with Opus, the only codec in Ogg that WhatsApp plays.</param>
public readonly record struct SniffedMedia(string? MimeType, bool IsAnimated = false, bool IsOpus = false)
{
    /// <summary>Whether a file with these bytes may be declared as <paramref name="declared"/> (normalised).</summary>
    public bool Fits(string declared, bool mayBeUnknown)
    {
        if (MimeType is null)
            return mayBeUnknown;
        return MimeType == declared
            // The first bytes of a container do not tell whether it holds video or only sound.
            || MimeType == "video/mp4" && declared == "audio/mp4"
            || MimeType == "video/3gpp" && declared == "audio/3gpp"
            || MimeType == "video/webm" && declared == "audio/webm"
            || MimeType == MediaSniffing.OleContainer && declared is "application/msword" or "application/vnd.ms-excel" or "application/vnd.ms-powerpoint"
            || MimeType == "application/zip" && IsZipBased(declared);
    }

    private static bool IsZipBased(string declared) =>
        declared.StartsWith("application/vnd.openxmlformats-officedocument.", StringComparison.Ordinal)
        || declared.StartsWith("application/vnd.oasis.opendocument.", StringComparison.Ordinal)
        || declared is "application/epub+zip" or "application/java-archive" or "application/vnd.android.package-archive";
}

/// <summary>Recognises files by their first bytes.</summary>
public static class MediaSniffing
{
    /// <summary>How many of the first bytes of a file to pass to <see cref="Sniff"/>.</summary>
    public const int HeadLength = 4096;

    /// <summary>The container of the Office formats before 2007; its first bytes do not tell which of them it is.</summary>
    public const string OleContainer = "application/x-ole-storage";

    private const byte WebPAnimationFlag = 0x02;
    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static ReadOnlySpan<byte> Matroska => [0x1A, 0x45, 0xDF, 0xA3];
    private static ReadOnlySpan<byte> Ole => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    public static SniffedMedia Sniff(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Jpeg))
            return new("image/jpeg");
        if (head.StartsWith(Png))
            return new("image/png");
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return new("image/gif");
        if (head.StartsWith("RIFF"u8) && head.Length >= 12)
            return SniffRiff(head);
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
            return new(OfBrand(head[8..12]));
        if (head.StartsWith("OggS"u8))
            return new("audio/ogg", IsOpus: head.IndexOf("OpusHead"u8) >= 0);
        if (head.StartsWith(Matroska))
            return new("video/webm");
        if (head.StartsWith("#!AMR"u8))
            return new("audio/amr");
        if (head.StartsWith("ID3"u8))
            return new("audio/mpeg");
        if (head.Length >= 2 && head[0] == 0xFF && (head[1] & 0xE0) == 0xE0)
            return OfSyncWord(head[1]);
        if (head.StartsWith("%PDF-"u8))
            return new("application/pdf");
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8))
            return new(OfZip(head));
        if (head.StartsWith(Ole))
            return new(OleContainer);
        return default;
    }

    private static SniffedMedia SniffRiff(ReadOnlySpan<byte> head)
    {
        if (head[8..12].SequenceEqual("WAVE"u8))
            return new("audio/wav");
        if (!head[8..12].SequenceEqual("WEBP"u8))
            return default;
        var isExtended = head.Length > 20 && head[12..16].SequenceEqual("VP8X"u8);
        return new("image/webp", IsAnimated: isExtended && (head[20] & WebPAnimationFlag) != 0);
    }

    private static string? OfBrand(ReadOnlySpan<byte> brand)
    {
        if (brand.StartsWith("3gp"u8) || brand.StartsWith("3g2"u8))
            return "video/3gpp";
        if (brand.SequenceEqual("M4A "u8) || brand.SequenceEqual("M4B "u8))
            return "audio/mp4";
        if (brand.SequenceEqual("qt  "u8))
            return "video/quicktime";
        if (brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.SequenceEqual("mif1"u8))
            return "image/heic";
        return brand.StartsWith("avif"u8) ? "image/avif" : "video/mp4";
    }

    /// <summary>MP3 (layer III) and AAC's ADTS (layer 0) share the sync word.</summary>
    private static SniffedMedia OfSyncWord(byte second) => (second & 0x06) switch
    {
        0x02 => new("audio/mpeg"),
        0x00 when (second & 0xF0) == 0xF0 => new("audio/aac"),
        _ => default,
    };

    private static string OfZip(ReadOnlySpan<byte> head)
    {
        if (head.IndexOf("[Content_Types].xml"u8) < 0 && head.IndexOf("_rels/"u8) < 0)
            return "application/zip";
        if (head.IndexOf("word/"u8) >= 0)
            return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        if (head.IndexOf("xl/"u8) >= 0)
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        return head.IndexOf("ppt/"u8) >= 0 ? "application/vnd.openxmlformats-officedocument.presentationml.presentation" : "application/zip";
    }
}
