using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Balcao.Platform.Sound;

/// <summary>Uncompressed sound: 16-bit samples, one channel.</summary>
public sealed record Pcm(int Rate, short[] Samples);

/// <summary>WAV: every browser plays it, and it can be made in browsers that record no other usable format.</summary>
public static class Wav
{
    public const int HeaderLength = 44;

    /// <summary>How long the file is; null as in <see cref="Read"/>.</summary>
    public static TimeSpan? LengthOf(ReadOnlySpan<byte> file) =>
        Find(file) is { } found ? TimeSpan.FromSeconds((double)found.Length / (2 * found.Channels) / found.Rate) : null;

    /// <summary>Null if it is not PCM of 16 bits. Two channels are mixed into one.</summary>
    public static Pcm? Read(ReadOnlySpan<byte> file) =>
        Find(file) is { } found ? new Pcm(found.Rate, Mono(file.Slice(found.Start, found.Length), found.Channels)) : null;

    /// <summary>Where the samples are, and what they are.</summary>
    private readonly record struct Samples(int Start, int Length, int Channels, int Rate);

    private static Samples? Find(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8)) return null;
        var (channels, rate) = (0, 0);
        for (var at = 12; at + 8 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            var body = file[(at + 8)..];
            if (file.Slice(at, 4).SequenceEqual("fmt "u8) && length >= 16 && body.Length >= 16)
            {
                if (BinaryPrimitives.ReadUInt16LittleEndian(body) != 1 || BinaryPrimitives.ReadUInt16LittleEndian(body[14..]) != 16) return null;
                (channels, rate) = (BinaryPrimitives.ReadUInt16LittleEndian(body[2..]), BinaryPrimitives.ReadInt32LittleEndian(body[4..]));
            }
            else if (file.Slice(at, 4).SequenceEqual("data"u8))
            {
                return channels is 1 or 2 && rate > 0 ? new Samples(at + 8, (int)Math.Min(length, body.Length), channels, rate) : null;
            }
            if (length > body.Length) return null;
            at += 8 + (int)length + (int)(length & 1);
        }
        return null;
    }

    /// <summary>The header of a file with this number of samples, one channel.</summary>
    public static byte[] Header(int rate, long samples)
    {
        var header = new byte[HeaderLength];
        var bytes = checked((uint)(samples * 2));
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), bytes + HeaderLength - 8);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), rate * 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(32), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(34), 16);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), bytes);
        return header;
    }

    private static short[] Mono(ReadOnlySpan<byte> bytes, int channels)
    {
        var all = MemoryMarshal.Cast<byte, short>(bytes[..(bytes.Length / (2 * channels) * 2 * channels)]);
        if (channels == 1) return all.ToArray();
        var mono = new short[all.Length / 2];
        for (var i = 0; i < mono.Length; i++) mono[i] = (short)((all[2 * i] + all[2 * i + 1]) / 2);
        return mono;
    }
}
