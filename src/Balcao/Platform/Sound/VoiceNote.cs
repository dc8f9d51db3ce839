namespace Balcao.Platform.Sound;

/// <summary>
/// Converts a recording to the format WhatsApp plays as a voice note: Ogg/Opus, one channel. Chromium records WebM/Opus and
/// Firefox Ogg/Opus, whose packets are only moved into another container; two channels and WAV are encoded again.
/// </summary>
public static class VoiceNote
{
    /// <summary>The longest recording that is converted. Encoding a minute again takes a core for about two seconds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>How long the recording is, found without decoding it; null if it has none of these formats.</summary>
    public static TimeSpan? LengthOf(ReadOnlyMemory<byte> recording) =>
        OggOpus.LengthOf(recording) ?? WebmOpus.LengthOf(recording) ?? Wav.LengthOf(recording.Span);

    /// <summary>Null if the recording has none of these formats, is empty, or is longer than <see cref="Longest"/>.</summary>
    public static byte[]? Of(ReadOnlyMemory<byte> recording, CancellationToken ct)
    {
        if (!(LengthOf(recording) <= Longest)) return null;
        var track = OggOpus.Read(recording, Longest) ?? WebmOpus.Read(recording, Longest);
        if (track is null && Wav.Read(recording.Span) is { } sound) track = OpusSound.Encode(sound, ct);
        if (track is { Channels: 2 }) track = OpusSound.Encode(OpusSound.Rate, OpusSound.Decode(track, ct), ct);
        return track is { Samples: > 0 } ? OggOpus.Write(track) : null;
    }
}
