using SkiaSharp;

namespace Balcao.Platform.Pictures;

/// <summary>A small copy of a picture: upright, and without metadata such as the place and the camera.</summary>
public sealed record Thumbnail(byte[] Content, int Width, int Height)
{
    public const string MimeType = "image/webp";

    /// <summary>The longer side in pixels: 320 in a message bubble, doubled for dense screens.</summary>
    private const int LongestSide = 640;

    /// <summary>A file of a few kilobytes may declare gigabytes of pixels; no phone takes pictures of that size.</summary>
    private const long MostPixels = 60_000_000;

    private const int Quality = 78;

    private const int BytesOfPixel = 4;

    /// <summary>
    /// The memory that <see cref="Of"/> takes for the picture, in bytes, found without decoding it; null if it is not a picture
    /// that can be decoded, or has too many pixels. JPEG and WebP are decoded at about the size that is wanted.
    /// </summary>
    internal static long? MemoryFor(Stream picture)
    {
        if (PictureHeader.Read(picture) is not { } header || header.Pixels > MostPixels) return null;
        var decoded = header.Format switch
        {
            SKEncodedImageFormat.Jpeg => Math.Min(header.Pixels, Math.Max(header.Pixels / 64, 4L * LongestSide * LongestSide)), // in eighths
            SKEncodedImageFormat.Webp => Math.Min(header.Pixels, LongestSide * LongestSide),
            _ => header.Pixels,
        };
        return decoded * BytesOfPixel + header.Pixels * header.DecoderBytes;
    }

    /// <summary>Null if it is not a readable picture, or too large to be decoded safely. <see cref="PictureRoom"/> has the room for it.</summary>
    internal static Thumbnail? Of(Stream picture)
    {
        if (PictureHeader.Read(picture) is not { } header || header.Pixels > MostPixels) return null;
        picture.Position = 0;
        using var codec = SKCodec.Create(picture);
        // A decoder that reads another size than the header says would take memory that nobody counted.
        if (codec is null || codec.EncodedFormat != header.Format || codec.Info.Width < 1 || codec.Info.Height < 1
            || (long)codec.Info.Width * codec.Info.Height > header.Pixels) return null;
        var scale = Math.Min(1f, (float)LongestSide / Math.Max(codec.Info.Width, codec.Info.Height));
        var decoded = codec.GetScaledDimensions(scale);
        using var bitmap = new SKBitmap(new SKImageInfo(decoded.Width, decoded.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput)) return null;

        var turned = codec.EncodedOrigin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = turned ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height);
        using var surface = SKSurface.Create(new SKImageInfo(Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)), SKColorType.Rgba8888, SKAlphaType.Premul));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.Transparent);
        canvas.Scale((float)surface.Canvas.DeviceClipBounds.Width / width, (float)surface.Canvas.DeviceClipBounds.Height / height);
        canvas.Concat(Upright(codec.EncodedOrigin, codec.Info.Width, codec.Info.Height));
        bitmap.SetImmutable(); // an image of it then shares its pixels and does not copy them
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, new SKRect(0, 0, codec.Info.Width, codec.Info.Height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var snapshot = surface.Snapshot();
        using var encoded = snapshot.Encode(SKEncodedImageFormat.Webp, Quality);
        return encoded is null ? null : new Thumbnail(encoded.ToArray(), width, height);
    }

    /// <summary>The eight orientations of EXIF.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, int w, int h) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
