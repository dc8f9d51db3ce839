using System.Buffers.Binary;
using SkiaSharp;

namespace Balcao.Platform.Pictures;

/// <summary>What the first bytes of a picture say about its size. Read without a decoder, which may take memory by it.</summary>
/// <param name="DecoderBytes">
/// The memory that the decoder takes for each pixel of the whole picture, besides the pixels that it returns.
/// </param>
internal readonly record struct PictureHeader(SKEncodedImageFormat Format, int Width, int Height, int DecoderBytes)
{
    /// <summary>What the longest header needs; a shorter one is filled up with zeros, which are no size.</summary>
    private const int Needed = 30;

    /// <summary>The smallest header is that of a GIF.</summary>
    private const int Fewest = 10;

    /// <summary>A JPEG has some dozens at most: profiles and thumbnails in pieces of 64 KB.</summary>
    private const int MostSegments = 512;

    public long Pixels => (long)Width * Height;

    /// <summary>Null if it is none of the formats that are decoded, or incomplete.</summary>
    public static PictureHeader? Read(Stream picture)
    {
        picture.Position = 0;
        Span<byte> head = stackalloc byte[Needed];
        if (picture.ReadAtLeast(head, Needed, throwOnEndOfStream: false) < Fewest) return null;
        var header = head switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => Png(head),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => Gif(head),
            [(byte)'B', (byte)'M', ..] => Bmp(head),
            [0xFF, 0xD8, ..] => Jpeg(picture),
            _ when head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) => Webp(head),
            _ => null,
        };
        return header is { Width: > 0, Height: > 0 } ? header : null;
    }

    private static PictureHeader? Png(ReadOnlySpan<byte> head)
    {
        if (!head[12..].StartsWith("IHDR"u8)) return null;
        var isInterlaced = head[28] != 0; // the passes are collected in a picture of 16 bits a channel
        return new(SKEncodedImageFormat.Png, BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]), isInterlaced ? 8 : 0);
    }

    private static PictureHeader Gif(ReadOnlySpan<byte> head) => new(
        SKEncodedImageFormat.Gif, BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]), 2);

    private static PictureHeader Bmp(ReadOnlySpan<byte> head)
    {
        var isOld = BinaryPrimitives.ReadInt32LittleEndian(head[14..]) == 12;
        var (width, height) = isOld
            ? (BinaryPrimitives.ReadUInt16LittleEndian(head[18..]), BinaryPrimitives.ReadUInt16LittleEndian(head[20..]))
            : (BinaryPrimitives.ReadInt32LittleEndian(head[18..]), BinaryPrimitives.ReadInt32LittleEndian(head[22..]));
        // Negative: its rows go from top to bottom.
        return new(SKEncodedImageFormat.Bmp, width, height == int.MinValue ? 0 : Math.Abs(height), 0);
    }

    private static PictureHeader? Webp(ReadOnlySpan<byte> head)
    {
        var chunk = head[12..16];
        if (chunk.SequenceEqual("VP8 "u8))
            return new(SKEncodedImageFormat.Webp, BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF, 2);
        if (chunk.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return new(SKEncodedImageFormat.Webp, (int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1, 4);
        }
        if (!chunk.SequenceEqual("VP8X"u8)) return null;
        return new(SKEncodedImageFormat.Webp, Int24(head[24..]) + 1, Int24(head[27..]) + 1, 6);

        static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
    }

    /// <summary>Reads segments up to the first scan, which says whether the decoder must collect the picture of all scans.</summary>
    private static PictureHeader? Jpeg(Stream picture)
    {
        picture.Position = 2;
        PictureHeader? frame = null;
        var (components, isProgressive) = (0, false);
        Span<byte> segment = stackalloc byte[8];
        for (var count = 0; count < MostSegments; count++)
        {
            int marker;
            do marker = picture.ReadByte(); while (marker is not 0xFF and not -1);
            while (marker is 0xFF) marker = picture.ReadByte(); // any number of them may stand before a marker
            if (marker is -1 or 0xD9) return null;
            if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8)) continue; // without a length
            if (picture.ReadAtLeast(segment[..3], 3, throwOnEndOfStream: false) < 3) return null;
            var next = picture.Position - 3 + BinaryPrimitives.ReadUInt16BigEndian(segment);
            if (marker is 0xDA)
                return frame is { } found ? found with { DecoderBytes = isProgressive || segment[2] < components ? 2 * components : 0 } : null;
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (picture.ReadAtLeast(segment[3..], 5, throwOnEndOfStream: false) < 5) return null;
                (components, isProgressive) = (segment[7], marker is 0xC2 or 0xC6 or 0xCA or 0xCE);
                frame = new(SKEncodedImageFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(segment[5..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), 0);
            }
            picture.Position = Math.Max(picture.Position, next);
        }
        return null;
    }
}
