using System.Runtime.InteropServices;

namespace Balcao.Platform.Sound;

/// <summary>Ogg/Opus as WAV: Safari on older iPhones and Macs plays no Ogg. Written as it is decoded, never held as a whole.</summary>
public sealed class PlayableCopy(OpusTrack track)
{
    /// <summary>Longer ones are offered as a download alone: a minute is 1.9 MB as WAV.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private const int Parts = 48;

    private readonly int[] _peaks = new int[Parts];

    /// <summary>How loud it is, once written: one digit for each part.</summary>
    public string Waveform => string.Concat(_peaks.Select(peak => (char)('0' + Math.Min(9, (int)(Math.Sqrt(peak / 32768.0) * 10)))));

    public async Task WriteAsync(Stream to, CancellationToken ct)
    {
        var all = OpusSound.DecodedSamples(track);
        await to.WriteAsync(Wav.Header(OpusSound.Rate, all), ct);
        var (at, bytes) = (0L, new byte[OpusSound.Rate]);
        foreach (var part in OpusSound.Decode(track))
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
