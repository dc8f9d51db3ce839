using System.Runtime.InteropServices;

namespace Balcao.Platform.Sound;

/// <summary>
/// Ogg/Opus as WAV, because Safari on older iPhones and Macs does not play Ogg. Written while it is decoded, never wholly
/// in memory.
/// </summary>
public sealed class PlayableCopy(OpusTrack track)
{
    /// <summary>Longer sounds are only offered as a download: one minute of WAV is 1.9 MB.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private const int Parts = 48;

    private readonly int[] _peaks = new int[Parts];

    /// <summary>The loudness of each part as one digit; available after writing.</summary>
    public string Waveform => string.Concat(_peaks.Select(peak => (char)('0' + Math.Min(9, (int)(Math.Sqrt(peak / 32768.0) * 10)))));

    public async Task WriteAsync(Stream to, CancellationToken ct)
    {
        var all = OpusSound.DecodedSamples(track);
        await to.WriteAsync(Wav.Header(OpusSound.Rate, all), ct);
        var (at, bytes) = (0L, new byte[OpusSound.Rate]);
        foreach (var part in OpusSound.Decode(track, ct))
        {
            Measure(part.Span, at, all);
            at += part.Length;
            var raw = MemoryMarshal.AsBytes(part.Span);
            raw.CopyTo(bytes);
            await to.WriteAsync(bytes.AsMemory(0, raw.Length), ct);
        }
    }

    private void Measure(ReadOnlySpan<short> samples, long at, long all)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            ref var peak = ref _peaks[(int)((at + i) * Parts / all)];
            peak = Math.Max(peak, Math.Abs((int)samples[i]));
        }
    }
}
