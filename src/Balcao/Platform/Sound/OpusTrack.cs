namespace Balcao.Platform.Sound;

/// <summary>The packets of an Opus track in order, without a container.</summary>
/// <param name="Channels">1 or 2.</param>
/// <param name="PreSkip">Samples of 48 kHz at the beginning that are not played (RFC 7845, 5.1).</param>
public sealed record OpusTrack(int Channels, int PreSkip, IReadOnlyList<ReadOnlyMemory<byte>> Packets)
{
    public const int Rate = 48_000;

    /// <summary>In samples of 48 kHz, without the pre-skip.</summary>
    public long Samples => Math.Max(0, Packets.Sum(packet => (long)SamplesOf(packet.Span)) - PreSkip);

    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples / Rate);

    /// <summary>The length of so many samples of 48 kHz; a file may claim any number, and what is longer than a day is a day.</summary>
    public static TimeSpan LengthOf(long samples, int preSkip) =>
        TimeSpan.FromSeconds((double)Math.Clamp(samples - preSkip, 0, Rate * 86_400L) / Rate);

    /// <summary>The samples of 48 kHz in a packet, from its first bytes (RFC 6716, 3.1); 0 if it is not Opus.</summary>
    public static int SamplesOf(ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty) return 0;
        var (config, code) = (packet[0] >> 3, packet[0] & 3);
        var frame = config switch
        {
            < 12 => (config & 3) switch { 0 => 480, 1 => 960, 2 => 1920, _ => 2880 },
            < 16 => (config & 1) == 0 ? 480 : 960,
            _ => 120 << (config & 3),
        };
        var frames = code switch { 0 => 1, 1 or 2 => 2, _ => packet.Length > 1 ? packet[1] & 0x3F : 0 };
        var samples = frame * frames;
        return samples <= 5760 ? samples : 0; // 120 ms is the maximum
    }
}
