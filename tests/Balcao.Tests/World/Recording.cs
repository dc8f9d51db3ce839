using Balcao.Platform.Sound;

namespace Balcao.Tests.World;

/// <summary>Recordings as browsers and phones create them, of a tone with half the amplitude.</summary>
internal static class Recording
{
    public static Pcm Tone(double seconds, int rate = 16_000) => new(rate,
        [.. Enumerable.Range(0, (int)(seconds * rate)).Select(i => (short)(16_000 * Math.Sin(2 * Math.PI * 440 * i / rate)))]);

    public static OpusTrack Opus(double seconds) => OpusSound.Encode(Tone(seconds), CancellationToken.None)!;

    public static byte[] Ogg(double seconds, int channels = 1) => OggOpus.Write(Opus(seconds) with { Channels = channels });

    public static byte[] WavFile(double seconds, int rate = 16_000)
    {
        var tone = Tone(seconds, rate);
        return [.. Wav.Header(rate, tone.Samples.Length), .. System.Runtime.InteropServices.MemoryMarshal.AsBytes(tone.Samples.AsSpan())];
    }

    /// <summary>So many packets of two bytes that say of themselves that they last 120 ms each: in two channels, since these are encoded anew.</summary>
    public static OpusTrack Tiny(int packets) => new(2, 0, [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[] { 0xFF, 6 }, packets)]);

    /// <inheritdoc cref="Webm(OpusTrack, int, string, int)"/>
    public static byte[] Webm(double seconds, int channels = 1, string codec = "A_OPUS", int head = 19) => Webm(Opus(seconds), channels, codec, head);

    /// <summary>Like Chromium's: segment and clusters of unknown length, one simple block a packet.</summary>
    /// <param name="head">How many bytes of the Opus head are there.</param>
    public static byte[] Webm(OpusTrack track, int channels, string codec = "A_OPUS", int head = 19)
    {
        byte[] opusHead = [.. "OpusHead"u8, 1, (byte)channels, (byte)track.PreSkip, (byte)(track.PreSkip >> 8), 0x80, 0xBB, 0, 0, 0, 0, 0];
        List<byte> file =
        [
            .. Element([0x1A, 0x45, 0xDF, 0xA3], Element([0x42, 0x82], [.. "webm"u8])),
            0x18, 0x53, 0x80, 0x67, .. Unknown,
            .. Element([0x15, 0x49, 0xA9, 0x66], Element([0x4D, 0x80], [.. "Chrome"u8])),
            .. Element([0x16, 0x54, 0xAE, 0x6B], Element([0xAE],
            [
                .. Element([0xD7], [1]), .. Element([0x83], [2]), .. Element([0x86], System.Text.Encoding.ASCII.GetBytes(codec)),
                .. Element([0x63, 0xA2], opusHead[..head]), .. Element([0xE1], [.. Element([0xB5], [0x47, 0x3B, 0x80, 0]), .. Element([0x9F], [(byte)channels])]),
            ])),
        ];
        foreach (var (i, packet) in track.Packets.Index())
        {
            if (i % 50 == 0) file.AddRange([0x1F, 0x43, 0xB6, 0x75, .. Unknown, .. Element([0xE7], [(byte)(i / 50)])]);
            var time = i % 50 * 20;
            file.AddRange(Element([0xA3], [0x81, (byte)(time >> 8), (byte)time, 0x80, .. packet.Span]));
        }
        return [.. file];
    }

    private static byte[] Unknown => [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    private static byte[] Element(byte[] id, byte[] body) => [.. id, (byte)(0x40 | body.Length >> 8), (byte)body.Length, .. body];
}
