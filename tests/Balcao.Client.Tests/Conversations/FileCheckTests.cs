using Balcao.Client.Conversations;
using Balcao.Contract;

namespace Balcao.Client.Tests.Conversations;

/// <summary>The composer's check of a chosen file before it is uploaded.</summary>
public sealed class FileCheckTests
{
    private const long Megabyte = 1024 * 1024;

    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0], Png = [0x89, 0x50, 0x4E, 0x47];
    private static readonly byte[] Sticker = [.. "RIFF....WEBPVP8X"u8, 10, 0, 0, 0, 0], Moving = [.. "RIFF....WEBPVP8X"u8, 10, 0, 0, 0, 2];

    [Theory]
    [InlineData("image/jpeg", 5 * Megabyte, MessageKind.Image, null)]
    [InlineData("image/jpeg", 5 * Megabyte + 1, MessageKind.Image, "File.TooLarge")]
    [InlineData("video/mp4", 16 * Megabyte + 1, MessageKind.Video, "File.TooLarge")]
    [InlineData("audio/ogg; codecs=opus", 16 * Megabyte, MessageKind.Audio, null)]
    [InlineData("application/pdf", 100 * Megabyte, MessageKind.Document, null)]
    [InlineData("application/pdf", 100 * Megabyte + 1, MessageKind.Document, "File.TooLarge")]
    [InlineData("image/heic", 8 * Megabyte, MessageKind.Document, null)]
    [InlineData("", 8, MessageKind.Document, null)]
    [InlineData("application/pdf", 0, MessageKind.Document, "File.Empty")]
    public void Each_kind_has_a_size_limit(string type, long size, MessageKind kind, string? fault)
    {
        var check = FileCheck.Of(type, size, Jpeg);
        Assert.Equal((kind, fault), (check.Kind, check.Fault));
    }

    [Fact]
    public void A_picture_is_recognised_by_its_bytes_not_by_its_type()
    {
        Assert.Null(FileCheck.Of("image/png", 10, Png).Fault);
        Assert.Equal("File.NotAPicture", FileCheck.Of("image/png", 10, Jpeg).Fault);
        Assert.Equal("File.NotAPicture", FileCheck.Of("image/jpeg", 10, "<html>"u8).Fault);
    }

    [Fact]
    public void A_file_too_large_for_its_kind_can_be_sent_as_a_document()
    {
        Assert.Equal(SendAs.Document, FileCheck.Of("image/jpeg", 6 * Megabyte, Jpeg).Instead);
        Assert.Null(FileCheck.Of("image/jpeg", 6 * Megabyte, Jpeg, SendAs.Document).Fault);
        Assert.Null(FileCheck.Of("video/mp4", 101 * Megabyte, []).Instead);
    }

    [Theory]
    [InlineData(false, 100, true)]
    [InlineData(false, 101, false)]
    [InlineData(true, 500, true)]
    [InlineData(true, 501, false)]
    public void A_small_webp_is_offered_as_a_sticker(bool moves, long kilobytes, bool isOffered) =>
        Assert.Equal(isOffered ? SendAs.Sticker : null, FileCheck.Of("image/webp", kilobytes * 1024, moves ? Moving : Sticker).Instead);
}
