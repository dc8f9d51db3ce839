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

    /// <summary>Null if it is not a readable picture, or too large to be decoded safely.</summary>
    public static Thumbnail? Of(Stream picture)
    {
        using var codec = SKCodec.Create(picture);
        if (codec is null || codec.Info.Width < 1 || codec.Info.Height < 1 || (long)codec.Info.Width * codec.Info.Height > MostPixels) return null;
        // JPEG is decoded at an eighth, a quarter or half of its size if that is enough, which needs less memory.
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
