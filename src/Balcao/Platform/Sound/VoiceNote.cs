namespace Balcao.Platform.Sound;

/// <summary>
/// Converts a recording to the format WhatsApp plays as a voice note: Ogg/Opus, one channel. Chromium records WebM/Opus and
/// Firefox Ogg/Opus, whose packets are only moved into another container; two channels and WAV are encoded again.
/// </summary>
public static class VoiceNote
{
    /// <summary>Null if the recording has none of these formats, or is empty.</summary>
    public static byte[]? Of(ReadOnlyMemory<byte> recording)
    {
        var track = OggOpus.Read(recording) ?? WebmOpus.Read(recording);
        if (track is null && Wav.Read(recording.Span) is { } sound) track = OpusSound.Encode(sound);
        if (track is { Channels: 2 }) track = OpusSound.Encode(new Pcm(OpusSound.Rate, [.. OpusSound.Decode(track).SelectMany(part => part.ToArray())]));
        return track is { Samples: > 0 } ? OggOpus.Write(track) : null;
    }
}
