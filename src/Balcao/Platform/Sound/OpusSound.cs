using Concentus;
using Concentus.Enums;

namespace Balcao.Platform.Sound;

/// <summary>Decodes and encodes Opus in managed code only, without a native library or another program.</summary>
public static class OpusSound
{
    /// <summary>The sample rate of decoded sound; enough for WhatsApp's voice notes.</summary>
    public const int Rate = 16_000;

    private const int Bitrate = 24_000;

    private const int Thinning = OpusTrack.Rate / Rate;

    private static readonly int[] EncodableRates = [8_000, 12_000, 16_000, 24_000, 48_000];

    static OpusSound() => OpusCodecFactory.AttemptToUseNativeLibrary = false;

    /// <summary>The number of samples at <see cref="Rate"/> that <see cref="Decode"/> returns.</summary>
    public static long DecodedSamples(OpusTrack track) => track.Samples * Rate / OpusTrack.Rate;

    /// <summary>
    /// One channel at <see cref="Rate"/>, packet by packet; a damaged packet becomes silence. Each part is valid until
    /// the next one. Decoding takes a core: enter the <see cref="SoundRoom"/> before.
    /// </summary>
    public static IEnumerable<ReadOnlyMemory<short>> Decode(OpusTrack track, CancellationToken ct)
    {
        // At any rate but 48 kHz, Concentus 2.2.2 decodes fullband packets of the hybrid mode to silence.
        using var decoder = OpusCodecFactory.CreateDecoder(OpusTrack.Rate, 1);
        var full = new short[OpusTrack.Rate * 120 / 1000];
        var buffer = new short[full.Length / Thinning];
        long skip = (long)track.PreSkip * Rate / OpusTrack.Rate, left = DecodedSamples(track);
        foreach (var packet in track.Packets)
        {
            ct.ThrowIfCancellationRequested();
            var samples = OpusTrack.SamplesOf(packet.Span) / Thinning;
            try
            {
                samples = decoder.Decode(packet.Span, full, full.Length, false) / Thinning;
                for (var i = 0; i < samples; i++) buffer[i] = (short)((full[3 * i] + full[3 * i + 1] + full[3 * i + 2]) / Thinning);
            }
            catch (Exception e) when (e is OpusException or ArgumentException or IndexOutOfRangeException)
            {
                buffer.AsSpan(0, samples).Clear();
            }
            var from = (int)Math.Min(skip, samples);
            skip -= from;
            var count = (int)Math.Min(samples - from, left);
            left -= count;
            if (count > 0) yield return buffer.AsMemory(from, count);
        }
    }

    /// <summary>Null if Opus does not support the sample rate.</summary>
    public static OpusTrack? Encode(Pcm sound, CancellationToken ct) => Encode(sound.Rate, [sound.Samples], ct);

    /// <summary>The same for sound that comes in parts, of which only one is held at a time.</summary>
    public static OpusTrack? Encode(int rate, IEnumerable<ReadOnlyMemory<short>> parts, CancellationToken ct)
    {
        if (!EncodableRates.Contains(rate)) return null;
        using var encoder = OpusCodecFactory.CreateEncoder(rate, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        encoder.Bitrate = Bitrate;
        var (frame, filled) = (new short[rate / 50], 0); // 20 ms
        var room = new byte[1275];
        List<ReadOnlyMemory<byte>> packets = [];
        foreach (var part in parts)
        {
            for (var left = part; left.Length > 0;)
            {
                var count = Math.Min(left.Length, frame.Length - filled);
                left.Span[..count].CopyTo(frame.AsSpan(filled));
                left = left[count..];
                filled += count;
                if (filled == frame.Length) EncodeFrame();
            }
        }
        if (filled > 0)
        {
            frame.AsSpan(filled).Clear();
            EncodeFrame();
        }
        return new OpusTrack(1, encoder.Lookahead * (OpusTrack.Rate / rate), packets);

        void EncodeFrame()
        {
            ct.ThrowIfCancellationRequested();
            var length = encoder.Encode(frame, frame.Length, room, room.Length);
            packets.Add(room.AsMemory(0, length).ToArray());
            filled = 0;
        }
    }
}
