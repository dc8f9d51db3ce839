using System.Buffers.Binary;
using Balcao.Platform.Pictures;
using SkiaSharp;

namespace Balcao.Tests.Platform;

/// <summary>A file of some kilobytes may declare gigabytes of pixels: its header decides, before a decoder takes memory by it.</summary>
[WithoutDatabase]
public sealed class PictureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const long Megabyte = 1024 * 1024;

    [Fact, Finding("S12")]
    public void The_size_is_read_from_the_header_as_the_decoder_reads_it()
    {
        foreach (var format in (SKEncodedImageFormat[])[SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp])
        {
            var header = Header(Encoded(format, 321, 123));
            Assert.Equal((format, 321, 123), (header.Format, header.Width, header.Height));
        }
        Assert.Equal((SKEncodedImageFormat.Bmp, 300, 200), Named(Header(Bmp(300, -200))));
        Assert.Equal((SKEncodedImageFormat.Gif, 300, 200), Named(Header(Gif(300, 200))));
        foreach (var nothing in (byte[][])[[], "Bom dia, segue em anexo o comprovante"u8.ToArray(), Encoded(SKEncodedImageFormat.Jpeg, 8, 8)[..60], Bmp(0, 5), Bmp(5, int.MinValue)])
            Assert.Null(PictureHeader.Read(new MemoryStream(nothing)));

        static (SKEncodedImageFormat, int, int) Named(PictureHeader header) => (header.Format, header.Width, header.Height);
    }

    [Theory, Finding("S12")]
    [InlineData("png", 9_000, 9_000)]
    [InlineData("png", 7_000, 7_000)]
    [InlineData("bmp", 6_000, -7_000)]
    [InlineData("bmp", int.MaxValue, 2)]
    [InlineData("gif", 6_000, 6_000)]
    [InlineData("gif", 65_535, 65_535)]
    [InlineData("webp", 16_383, 16_383)]
    [InlineData("jpeg", 65_000, 65_000)]
    [InlineData("progressive", 6_000, 6_000)]
    public async Task A_picture_that_needs_more_than_all_may_take_together_gets_no_thumbnail(string kind, int width, int height)
    {
        using var room = new PictureRoom();
        var file = Declaring(kind, width, height);

        Assert.True(Thumbnail.MemoryFor(new MemoryStream(file)) is null or > 128 * Megabyte);
        Assert.Null(await room.ThumbnailOfAsync(new MemoryStream(file), Cancel));
    }

    [Theory, Finding("S12")]
    [InlineData("jpeg", 8_000, 6_000, 8)]
    [InlineData("webp", 4_000, 3_000, 64)]
    [InlineData("png", 4_000, 3_000, 48)]
    [InlineData("progressive", 4_000, 3_000, 80)]
    public void What_phones_make_has_room(string kind, int width, int height, int megabytes) =>
        Assert.InRange(Thumbnail.MemoryFor(new MemoryStream(Declaring(kind, width, height)))!.Value, 1, megabytes * Megabyte);

    [Fact, Finding("S12")]
    public async Task All_thumbnails_together_take_no_more_than_the_room()
    {
        using var room = new PictureRoom(megabytes: 100);
        var first = await room.EnterAsync(60 * Megabyte, Cancel);
        var second = room.EnterAsync(60 * Megabyte, Cancel);
        Assert.False(second.IsCompleted);
        Assert.Null(await room.EnterAsync(101 * Megabyte, Cancel));

        first!.Dispose();
        using (await second) Assert.True(room.EnterAsync(1, Cancel).IsCompletedSuccessfully);
    }

    [Fact, Finding("S12")]
    public async Task However_small_they_are_few_are_made_at_a_time()
    {
        using var room = new PictureRoom(megabytes: 100);
        for (var i = 0; i < 4; i++) await room.EnterAsync(1, Cancel);

        Assert.False(room.EnterAsync(1, Cancel).IsCompleted);
    }

    [Fact]
    public async Task Every_format_that_is_read_gets_a_thumbnail()
    {
        using var room = new PictureRoom();
        foreach (var file in (byte[][])[Encoded(SKEncodedImageFormat.Png, 900, 300), Encoded(SKEncodedImageFormat.Jpeg, 900, 300), Encoded(SKEncodedImageFormat.Webp, 900, 300), Bmp(900, 300)])
        {
            var thumbnail = await room.ThumbnailOfAsync(new MemoryStream(file), Cancel);
            Assert.Equal((900, 300), (thumbnail!.Width, thumbnail.Height));
            using var small = SKBitmap.Decode(thumbnail.Content);
            Assert.InRange(small.Width, 639, 640);
            Assert.InRange(small.Height, 212, 214);
        }
    }

    private static PictureHeader Header(byte[] file) => PictureHeader.Read(new MemoryStream(file))!.Value;

    /// <summary>A small file whose header declares another size.</summary>
    private static byte[] Declaring(string kind, int width, int height)
    {
        if (kind is "bmp") return Bmp(width, height)[..54];
        if (kind is "gif") return Gif(width, height);
        if (kind is "jpeg" or "progressive")
        {
            var jpeg = Encoded(SKEncodedImageFormat.Jpeg, 16, 16);
            var frame = FrameOf(jpeg);
            Resized(jpeg.AsSpan(frame), width, height);
            if (kind is "progressive") jpeg[frame + 1] = 0xC2;
            return jpeg;
        }
        if (kind is "webp")
            return [.. "RIFF\x10\0\0\0WEBPVP8L\x05\0\0\0\x2F"u8, .. BitConverter.GetBytes((uint)(width - 1) | (uint)(height - 1) << 14), 0, 0, 0, 0, 0];
        var png = Encoded(SKEncodedImageFormat.Png, 16, 16);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }

    private static byte[] Encoded(SKEncodedImageFormat format, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Teal);
        return bitmap.Encode(format, 90).ToArray();
    }

    /// <summary>Where the segment with the size begins: 0xFF 0xC0.</summary>
    private static int FrameOf(byte[] jpeg) => jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);

    private static byte[] Resized(Span<byte> frame, int width, int height)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame[5..], (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(frame[7..], (ushort)width);
        return frame.ToArray();
    }

    private static byte[] Gif(int width, int height) =>
        [.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 0, 0, 0x2C, 0, 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 2, 1, 0x44, 0, 0x3B];

    /// <summary>24 bits a pixel, without compression.</summary>
    private static byte[] Bmp(int width, int height)
    {
        var rows = Math.Abs((long)height) * width is > 0 and < 1_000_000 ? (width * 3 + 3) / 4 * 4 * Math.Abs(height) : 0;
        var file = new byte[54 + rows];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        file[26] = 1;
        file[28] = 24;
        return file;
    }
}
