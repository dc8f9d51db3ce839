using System.Buffers.Binary;

namespace Balcao.Platform.Sound;

/// <summary>The header before the Opus packets: the first packet in Ogg, the track's private data in WebM (RFC 7845, 5.1).</summary>
/// <param name="Channels">The number of channels; an <see cref="OpusTrack"/> has at most two.</param>
/// <param name="PreSkip">Samples of 48 kHz at the beginning that are not played.</param>
public readonly record struct OpusHead(int Channels, int PreSkip)
{
    private const int Length = 19;

    private static ReadOnlySpan<byte> Magic => "OpusHead"u8;

    /// <summary>Null if it is not such a header, or incomplete.</summary>
    public static OpusHead? Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Length && bytes.StartsWith(Magic)
            ? new OpusHead(bytes[9], BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..])) : null;

    /// <summary>Finds a header anywhere in the first bytes of a file.</summary>
    public static OpusHead? Find(ReadOnlySpan<byte> bytes) => bytes.IndexOf(Magic) is >= 0 and var at ? Read(bytes[at..]) : null;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Magic.CopyTo(bytes);
        bytes[8] = 1;
        bytes[9] = (byte)Channels;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)PreSkip);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), OpusTrack.Rate);
        return bytes;
    }
}
