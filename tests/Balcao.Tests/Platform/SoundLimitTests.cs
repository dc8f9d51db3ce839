using System.Buffers.Binary;
using Balcao.Contract;
using Balcao.Platform.Sound;

namespace Balcao.Tests.Platform;

/// <summary>A file of some kilobytes may say that it lasts for hours: how long it is decides before it is decoded.</summary>
public sealed class SoundLimitTests(BalcaoApp app) : HttpTests(app)
{
    /// <summary>Twenty minutes in 10,000 packets of two bytes.</summary>
    private const int TwentyMinutes = 10_000;

    public static TheoryData<string, byte[]> TooLong => new()
    {
        { "Ogg of tiny packets", OggOpus.Write(Recording.Tiny(TwentyMinutes)) },
        { "WebM of tiny packets", Recording.Webm(Recording.Tiny(TwentyMinutes), channels: 2) },
        { "Ogg whose last page says so", LastPageAt(Recording.Ogg(2.5, channels: 2), 20 * 60 * 48_000L) },
        { "Ogg whose last page is at the end of time", LastPageAt(Recording.Ogg(2.5, channels: 2), long.MaxValue) },
        { "WAV of one sample a second", WavAt(Recording.WavFile(1), 1) },
    };

    [Fact, Finding("S3")]
    public void What_is_too_long_is_known_by_its_headers_and_never_read()
    {
        foreach (var (what, file) in TooLong.Select(row => row.Data))
        {
            Assert.True(file.Length < 128 * 1024, $"{what}: {file.Length}");
            Assert.True(VoiceNote.LengthOf(file) > VoiceNote.Longest, what);
            Assert.Null(VoiceNote.Of(file, Cancel));
            Assert.Null(OggOpus.Read(file, VoiceNote.Longest));
            Assert.Null(WebmOpus.Read(file, VoiceNote.Longest));
        }
    }

    [Fact, Finding("S3")]
    public void The_length_is_that_of_the_sound()
    {
        foreach (var file in (byte[][])[Recording.Ogg(1.5), Recording.Webm(1.5), Recording.WavFile(1.5), Recording.WavFile(1.5, 48_000)])
            Assert.InRange(VoiceNote.LengthOf(file)!.Value.TotalSeconds, 1.48, 1.56);
        Assert.InRange(OggOpus.LengthOf(OggOpus.Write(Recording.Tiny(500)))!.Value.TotalSeconds, 59.9, 60.1);
        Assert.Null(VoiceNote.LengthOf("Bom dia"u8.ToArray()));
        // Recorded from the middle of a stream: its positions do not begin with 0.
        Assert.InRange(OggOpus.LengthOf(PagesFrom(Recording.Ogg(2.5), 90 * 60 * 48_000L))!.Value.TotalSeconds, 2.4, 2.6);
    }

    [Fact, Finding("S3")]
    public void Elements_that_hold_nothing_take_no_memory()
    {
        var ebml = Recording.Webm(0.1)[..14];
        byte[] tracks = [.. Enumerable.Repeat<byte[]>([0xAE, 0x80], 100_000).SelectMany(element => element)];
        Assert.Null(VoiceNote.LengthOf((byte[])[.. ebml, .. tracks]));
        // Packets that are not Opus have no length, and are not kept.
        Assert.Empty(OggOpus.Read(OggOpus.Write(new OpusTrack(1, 0, [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[] { 3 }, 5_000)])), VoiceNote.Longest)!.Packets);
    }

    [Fact, Finding("S3")]
    public void Converting_ends_with_the_request()
    {
        using var gone = new CancellationTokenSource();
        gone.Cancel();

        foreach (var file in (byte[][])[Recording.Ogg(1, channels: 2), Recording.Webm(1, channels: 2), Recording.WavFile(1)])
            Assert.ThrowsAny<OperationCanceledException>(() => VoiceNote.Of(file, gone.Token));
    }

    [Fact, Finding("S3")]
    public async Task A_recording_that_is_too_long_is_refused_in_words()
    {
        using var ana = As(Ana);
        foreach (var sendAs in (SendAs?[])[SendAs.Voice, null])
        {
            var problem = await ana.Api.UploadAsync(
                new MemoryStream(OggOpus.Write(Recording.Tiny(TwentyMinutes))), "voz.ogg", "audio/ogg", sendAs, Cancel).Refused();
            Assert.Equal((413, "media.voiceTooLong"), (problem.Status, problem.Code));
            Assert.Contains("15 minutos", problem.Title, StringComparison.Ordinal);
        }
    }

    [Fact, Finding("S3", "S11")]
    public async Task One_tenant_s_sounds_wait_for_one_another_and_not_another_tenant_s()
    {
        using var room = new SoundRoom(places: 2);
        var first = await room.EnterAsync(LojaExemplo, Cancel);
        var second = room.EnterAsync(LojaExemplo, Cancel);

        using (await room.EnterAsync(OutraEmpresa, Cancel)) Assert.False(second.IsCompleted);
        first.Dispose();
        using (await second) Assert.False(room.EnterAsync(LojaExemplo, Cancel).IsCompleted);
    }

    [Fact, Finding("S3")]
    public async Task Who_goes_away_while_waiting_takes_no_place()
    {
        using var room = new SoundRoom(places: 1);
        using var gone = new CancellationTokenSource();
        var first = await room.EnterAsync(LojaExemplo, Cancel);
        var left = room.EnterAsync(OutraEmpresa, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        first.Dispose();
        (await room.EnterAsync(OutraEmpresa, Cancel)).Dispose();
    }

    private static byte[] LastPageAt(byte[] ogg, long position)
    {
        BinaryPrimitives.WriteInt64LittleEndian(ogg.AsSpan(ogg.AsSpan().LastIndexOf("OggS"u8) + 6), position);
        return ogg;
    }

    /// <summary>As if the sound had begun so much later.</summary>
    private static byte[] PagesFrom(byte[] ogg, long start)
    {
        for (var at = 0; at < ogg.Length;)
        {
            var position = ogg.AsSpan(at + 6);
            if (BinaryPrimitives.ReadInt64LittleEndian(position) is > 0 and var old) BinaryPrimitives.WriteInt64LittleEndian(position, start + old);
            var length = 27 + ogg[at + 26];
            foreach (var lace in ogg.AsSpan(at + 27, ogg[at + 26])) length += lace;
            at += length;
        }
        return ogg;
    }

    private static byte[] WavAt(byte[] wav, int rate)
    {
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), rate);
        return wav;
    }
}
