using System.Buffers.Binary;
using Balcao.Platform.Sound;

namespace Balcao.Tests.Platform;

/// <summary>
/// Conversion of browsers' recordings to WhatsApp's format, and of WhatsApp's format to one that every browser plays.
/// </summary>
[WithoutDatabase]
public sealed class SoundTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> Recordings => new()
    {
        { "Chromium", Recording.Webm(1.5) },
        { "two channels in WebM", Recording.Webm(1.5, channels: 2) },
        { "Firefox", Recording.Ogg(1.5) },
        { "two channels in Ogg", Recording.Ogg(1.5, channels: 2) },
        { "WAV", Recording.WavFile(1.5) },
        { "WAV at 48 kHz", Recording.WavFile(1.5, 48_000) },
    };

    [Fact, KnownFailure(12)]
    public void Every_recording_becomes_Ogg_Opus_with_one_channel_and_the_same_length_and_loudness()
    {
        foreach (var (from, recording) in Recordings.Select(row => row.Data))
        {
            var note = VoiceNote.Of(recording, Cancel);
            Assert.True(note is not null, from);
            Assert.Equal(1, OggOpus.ChannelsOf(note));
            var track = OggOpus.Read(note, VoiceNote.Longest)!;
            Assert.InRange(track.Duration.TotalSeconds, 1.48, 1.56);
            var loudest = OpusSound.Decode(track, Cancel).Max(part => part.ToArray().Max(sample => Math.Abs((int)sample)));
            Assert.True(loudest is > 12_000 and < 24_000, $"{from}: {loudest}");
        }
    }

    [Fact]
    public void The_written_Ogg_pages_have_the_right_checksums_order_and_end()
    {
        var file = VoiceNote.Of(Recording.Webm(3.2), Cancel)!.AsSpan();
        var (sequence, last, kinds) = (0u, 0L, new List<byte>());
        while (!file.IsEmpty)
        {
            Assert.True(file.StartsWith("OggS"u8));
            var length = 27 + file[26];
            foreach (var lace in file.Slice(27, file[26])) length += lace;
            var page = file[..length].ToArray();
            var sum = BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(22));
            page.AsSpan(22, 4).Clear();
            Assert.Equal(OggOpus.ChecksumOf(page), sum);
            Assert.Equal(sequence++, BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(18)));
            var position = BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(6));
            Assert.True(position >= last);
            (last, kinds) = (position, [.. kinds, page[5]]);
            file = file[length..];
        }
        Assert.Equal((2, 4), (kinds[0], kinds[^1]));
        Assert.All(kinds[1..^1], kind => Assert.Equal(0, kind));
        Assert.Equal(160 * 960, last); // 3.2 s of 20 ms, counted at 48 kHz
    }

    [Fact]
    public void The_bytes_of_Opus_packets_are_copied_without_encoding_them_again()
    {
        var packets = Recording.Opus(1).Packets;
        var copied = OggOpus.Read(VoiceNote.Of(Recording.Webm(1), Cancel)!, VoiceNote.Longest)!.Packets;
        Assert.Equal(packets.Select(p => Convert.ToHexString(p.Span)), copied.Select(p => Convert.ToHexString(p.Span)));
    }

    [Fact]
    public void Invalid_or_damaged_recordings_give_no_voice_note_and_no_exception()
    {
        Assert.Null(VoiceNote.Of("Bom dia"u8.ToArray(), Cancel));
        Assert.Null(VoiceNote.Of(Recording.Webm(1, codec: "A_VORBIS"), Cancel));
        Assert.Null(VoiceNote.Of(Recording.Webm(1, head: 11), Cancel));
        Assert.Null(VoiceNote.Of(Recording.WavFile(0), Cancel));
        Assert.Null(VoiceNote.Of(Recording.WavFile(1, 44_100), Cancel));
        var random = new Random(7);
        foreach (var whole in (byte[][])[Recording.Webm(0.5), Recording.Ogg(0.5), Recording.WavFile(0.1)])
        {
            for (var i = 0; i < 400; i++)
            {
                var broken = whole[..random.Next(whole.Length)];
                for (var hits = random.Next(8); hits > 0 && broken.Length > 0; hits--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
                VoiceNote.Of(broken, Cancel);
            }
        }
    }

    [Fact, KnownFailure(13)]
    public async Task The_playable_copy_is_WAV_of_the_full_length_and_has_a_waveform()
    {
        var silence = new Pcm(16_000, new short[16_000]);
        var track = OpusSound.Encode(new Pcm(16_000, [.. silence.Samples, .. Recording.Tone(1).Samples]), Cancel)!;
        var copy = new PlayableCopy(track);
        using var file = new MemoryStream();
        await copy.WriteAsync(file, Cancel);

        var sound = Wav.Read(file.ToArray())!;
        Assert.Equal((16_000, OpusSound.DecodedSamples(track)), (sound.Rate, sound.Samples.LongLength));
        Assert.Equal(file.Length, BinaryPrimitives.ReadUInt32LittleEndian(file.ToArray().AsSpan(4)) + 8);
        Assert.Equal(48, copy.Waveform.Length);
        Assert.StartsWith("00000", copy.Waveform, StringComparison.Ordinal);
        Assert.EndsWith("77777"[..3], copy.Waveform[..47], StringComparison.Ordinal);
    }
}
