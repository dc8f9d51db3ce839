using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Balcao.Contract;
using Balcao.Platform.Sound;
using SkiaSharp;

namespace Balcao.Tests.Conversations;

/// <summary>Recordings that are sent as voice notes, and copies of customers' files for the screens.</summary>
public sealed class MediaCopiesTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private static Customer NewCustomer() => new("Cliente", $"55119330{Interlocked.Increment(ref _customers):00000}");

    [Fact, KnownFailure(12)]
    public async Task A_recording_of_Chromium_is_sent_as_a_voice_note_in_WhatsApp_s_format()
    {
        var customer = NewCustomer();
        var chat = await App.ChatServedBy(Ana, customer);
        App.Graph.Answer = call => call.Path.EndsWith("/media", StringComparison.Ordinal) ? GraphAnswer.Json("""{"id":"4711"}""") : null;
        using var ana = As(Ana);
        var upload = await ana.Api.UploadAsync(new MemoryStream(Recording.Webm(1)), "gravacao.webm", "audio/webm;codecs=opus", SendAs.Voice, Cancel);
        Assert.Equal((MessageKind.Voice, "audio/ogg", "gravacao.ogg"), (upload.Kind, upload.MimeType, upload.FileName));

        var sent = await ana.Api.SendMessageAsync(chat.Id, new SendMessageRequest { ClientKey = "voz", UploadId = upload.Id }, Cancel);
        await Waiting.Eventually(async () =>
        {
            App.Time.Advance(TimeSpan.FromMilliseconds(50));
            return (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items.Single(m => m.Id == sent.Id).Wamid is not null;
        }, "WhatsApp took it");

        var form = Encoding.Latin1.GetString(App.Graph.Calls.Last(c => c.Path.EndsWith("/media", StringComparison.Ordinal)).Body);
        Assert.Contains("Content-Type: audio/ogg; codecs=opus", form, StringComparison.Ordinal);
        Assert.Contains("filename=\"file.ogg\"", form, StringComparison.Ordinal);
        Assert.Contains("OpusHead\u0001\u0001", form, StringComparison.Ordinal); // one channel
        var call = App.Graph.Sends.Single(c => c.Json.TryGetProperty("to", out var to) && to.GetString() == customer.Phone);
        Assert.Equal("""{"id":"4711","voice":true}""", call.Json.GetProperty("audio").GetRawText());
    }

    [Fact, KnownFailure(12)]
    public async Task A_file_that_cannot_become_a_voice_note_is_refused_with_a_sentence()
    {
        using var ana = As(Ana);
        var problem = await ana.Api.UploadAsync(new MemoryStream(Encoding.ASCII.GetBytes("....ftypM4A isom")), "voz.m4a", "audio/mp4", SendAs.Voice, Cancel).Refused();
        Assert.Equal((415, "media.voiceUnreadable"), (problem.Status, problem.Code));
        Assert.Contains("formato do WhatsApp", problem.Title, StringComparison.Ordinal);
    }

    [Fact, KnownFailure(12)]
    public async Task Audio_with_two_channels_is_converted_to_one_even_if_it_is_not_marked_as_a_recording()
    {
        using var ana = As(Ana);
        await ana.Api.UploadAsync(new MemoryStream(Recording.Ogg(1, channels: 2)), "musica.ogg", "audio/ogg", ct: Cancel);
        var upload = await ana.Api.UploadAsync(new MemoryStream(Recording.Ogg(1, channels: 2)), "musica.ogg", "audio/ogg", ct: Cancel);
        Assert.Equal(MessageKind.Voice, upload.Kind);
        Assert.NotEqual(Recording.Ogg(1, channels: 2).Length, upload.Size);
    }

    [Fact, KnownFailure(13)]
    public async Task A_customer_s_voice_note_gets_a_WAV_copy_that_can_be_requested_in_ranges()
    {
        var (message, customer) = await ReceiveAsync("audio", Recording.Ogg(2), "audio/ogg; codecs=opus");
        using var ana = As(Ana);
        Assert.InRange(message.Media!.DurationMs!.Value, 1_950, 2_050);
        Assert.Equal(48, message.Media.Waveform!.Length);

        using var request = new HttpRequestMessage(HttpMethod.Get, message.Media.PlayableUrl) { Headers = { Range = new RangeHeaderValue(0, 43) } };
        using var part = await ana.SendAsync(request, Cancel);
        Assert.Equal((HttpStatusCode.PartialContent, "audio/wav"), (part.StatusCode, part.Content.Headers.ContentType!.MediaType));
        Assert.Equal("RIFF", Encoding.ASCII.GetString(await part.Content.ReadAsByteArrayAsync(Cancel), 0, 4));
        Assert.InRange(Wav.Read(await ana.GetByteArrayAsync(message.Media.PlayableUrl, Cancel))!.Samples.Length, 31_000, 33_000);

        // The download is the original.
        Assert.Equal(Recording.Ogg(2), await ana.GetByteArrayAsync(message.Media.Url, Cancel));
        Assert.NotNull(customer);
    }

    [Fact]
    public async Task A_picture_gets_a_small_copy_that_is_upright_and_has_no_EXIF_data()
    {
        var (message, _) = await ReceiveAsync("image", Jpeg(1600, 800, orientation: 6), "image/jpeg");
        Assert.Equal((800, 1600), (message.Media!.Width, message.Media.Height)); // rotated upright
        using var ana = As(Ana);
        using var answer = await ana.GetAsync(message.Media.ThumbnailUrl, Cancel);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);

        Assert.Equal("image/webp", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var small = SKBitmap.Decode(bytes);
        Assert.Equal((320, 640), (small.Width, small.Height));
        Assert.True(small.GetPixel(160, 40).Red > 200 && small.GetPixel(160, 600).Blue > 200, "the left of the sensor is the top of the picture");
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_with_too_many_pixels_gets_no_copy()
    {
        var (message, _) = await ReceiveAsync("image", BombPng(50_000, 50_000), "image/png", wantsCopy: false);
        Assert.Null(message.Media!.ThumbnailUrl);
        Assert.NotNull(message.Media.Url);
    }

    private async Task<(MessageItem Message, Customer From)> ReceiveAsync(string type, byte[] file, string mimeType, bool wantsCopy = true)
    {
        var customer = NewCustomer();
        var mediaId = $"9{Interlocked.Increment(ref _customers):0000}";
        var sha = Convert.ToHexStringLower(SHA256.HashData(file));
        App.Graph.Answer = call => call.Path.EndsWith("/" + mediaId, StringComparison.Ordinal)
            ? GraphAnswer.Json($$"""{"id":"{{mediaId}}","url":"{{App.Graph.Url}}file/{{mediaId}}.bin","mime_type":"image/jpeg","sha256":"{{sha}}","file_size":{{file.Length}}}""")
            : call.Path.EndsWith(mediaId + ".bin", StringComparison.Ordinal) ? new GraphAnswer(200, file, "application/octet-stream") : null;
        var wamid = FakeGraph.NewWamid();
        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Message(customer, App.Time.GetUtcNow(), wamid, type, new JsonObject
        {
            ["id"] = mediaId, ["mime_type"] = mimeType, ["sha256"] = Convert.ToBase64String(SHA256.HashData(file)), ["voice"] = type is "audio",
        })));
        using var ana = As(Ana);
        MessageItem? message = null;
        await Waiting.Eventually(async () =>
        {
            App.Time.Advance(TimeSpan.FromMilliseconds(100));
            message = (await ana.Api.FindMessageAsync(wamid, Cancel)).Message;
            return message.Media is { State: MediaState.Stored } media && (!wantsCopy || media.PlayableUrl is not null || media.ThumbnailUrl is not null);
        }, "the file and its copy are there");
        return (message!, customer);
    }

    /// <summary>Red on the left, blue on the right, with an orientation in its EXIF data.</summary>
    private static byte[] Jpeg(int width, int height, byte orientation)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Red);
            canvas.DrawRect(width / 2, 0, width / 2, height, new SKPaint { Color = SKColors.Blue });
        }
        var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray();
        byte[] exif = [.. "Exif\0\0"u8, .. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>Only a header; zeros would follow it.</summary>
    private static byte[] BombPng(int width, int height)
    {
        byte[] size = [.. BitConverter.GetBytes(width).Reverse(), .. BitConverter.GetBytes(height).Reverse(), 8, 2, 0, 0, 0];
        var chunk = (byte[])[.. "IHDR"u8, .. size];
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. chunk, .. BitConverter.GetBytes(Crc32(chunk)).Reverse()];
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
        }
        return ~crc;
    }
}
