using System.Buffers.Binary;

namespace Balcao.Platform.Sound;

/// <summary>Opus in Ogg (RFC 3533 and 7845): the only format in which WhatsApp sends and accepts voice notes.</summary>
public static class OggOpus
{
    private const int PageHeader = 27, MostSegments = 255;
    private const uint Serial = 0x42414C43;
    private const byte First = 2, Last = 4;

    private static readonly uint[] Crc = Table();

    /// <summary>The number of channels, from the first bytes of a file; null if it is not Opus in Ogg.</summary>
    public static int? ChannelsOf(ReadOnlySpan<byte> head) => head.StartsWith("OggS"u8) ? OpusHead.Find(head)?.Channels : null;

    /// <summary>Null if it is not Opus in Ogg, or damaged at its beginning; a file damaged later is read up to there.</summary>
    public static OpusTrack? Read(ReadOnlyMemory<byte> file)
    {
        List<ReadOnlyMemory<byte>> packets = [];
        using var open = new MemoryStream(); // a packet that continues on the next page
        uint? serial = null;
        for (var at = 0; at + PageHeader <= file.Length;)
        {
            var page = file.Span[at..];
            if (!page.StartsWith("OggS"u8)) break;
            int segments = page[26];
            if (page.Length < PageHeader + segments) break;
            var lacing = page.Slice(PageHeader, segments);
            var body = at + PageHeader + segments;
            var length = 0;
            foreach (var lace in lacing) length += lace;
            if (body + length > file.Length) break;
            var number = BinaryPrimitives.ReadUInt32LittleEndian(page[14..]);
            serial ??= number;
            if (number == serial) Take(file.Slice(body, length), lacing, packets, open);
            at = body + length;
        }
        if (packets.Count < 2 || OpusHead.Read(packets[0].Span) is not { Channels: 1 or 2 } head) return null;
        return new OpusTrack(head.Channels, head.PreSkip, [.. packets.Skip(2).Where(p => OpusTrack.SamplesOf(p.Span) > 0)]);
    }

    private static void Take(ReadOnlyMemory<byte> body, ReadOnlySpan<byte> lacing, List<ReadOnlyMemory<byte>> packets, MemoryStream open)
    {
        var at = 0;
        foreach (var lace in lacing)
        {
            open.Write(body.Span.Slice(at, lace));
            at += lace;
            if (lace == 255) continue;
            packets.Add(open.ToArray());
            open.SetLength(0);
        }
    }

    public static byte[] Write(OpusTrack track)
    {
        using var file = new MemoryStream();
        var sequence = 0u;
        WritePage(file, ref sequence, First, 0, [new OpusHead(track.Channels, track.PreSkip).ToBytes()]);
        WritePage(file, ref sequence, 0, 0, [Tags()]);
        List<ReadOnlyMemory<byte>> page = [];
        var (segments, samples, position) = (0, 0, 0L);
        for (var i = 0; i < track.Packets.Count; i++)
        {
            var packet = track.Packets[i];
            var needs = packet.Length / 255 + 1;
            // About one second per page, as RFC 7845 advises, so that players can start and seek quickly.
            if (page.Count > 0 && (segments + needs > MostSegments || samples >= OpusTrack.Rate))
            {
                WritePage(file, ref sequence, 0, position, page);
                page.Clear();
                (segments, samples) = (0, 0);
            }
            page.Add(packet);
            segments += needs;
            var length = OpusTrack.SamplesOf(packet.Span);
            samples += length;
            position += length;
        }
        WritePage(file, ref sequence, Last, position, page);
        return file.ToArray();
    }

    private static ReadOnlyMemory<byte> Tags()
    {
        var vendor = "Balcao"u8;
        var tags = new byte[8 + 4 + vendor.Length + 4];
        "OpusTags"u8.CopyTo(tags);
        BinaryPrimitives.WriteInt32LittleEndian(tags.AsSpan(8), vendor.Length);
        vendor.CopyTo(tags.AsSpan(12));
        return tags;
    }

    private static void WritePage(MemoryStream file, ref uint sequence, byte kind, long position, IReadOnlyList<ReadOnlyMemory<byte>> packets)
    {
        List<byte> lacing = [];
        foreach (var packet in packets)
        {
            for (var left = packet.Length; left >= 255; left -= 255) lacing.Add(255);
            lacing.Add((byte)(packet.Length % 255));
        }
        var page = new byte[PageHeader + lacing.Count + packets.Sum(p => p.Length)];
        "OggS"u8.CopyTo(page);
        page[5] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), position);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(14), Serial);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(18), sequence++);
        page[26] = (byte)lacing.Count;
        lacing.CopyTo(page, PageHeader);
        var at = PageHeader + lacing.Count;
        foreach (var packet in packets)
        {
            packet.Span.CopyTo(page.AsSpan(at));
            at += packet.Length;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), ChecksumOf(page));
        file.Write(page);
    }

    /// <summary>Ogg's own CRC-32: polynomial 0x04C11DB7, neither reflected nor inverted.</summary>
    internal static uint ChecksumOf(ReadOnlySpan<byte> page)
    {
        var crc = 0u;
        foreach (var b in page) crc = (crc << 8) ^ Crc[(crc >> 24) ^ b];
        return crc;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i << 24;
            for (var bit = 0; bit < 8; bit++) value = (value & 0x8000_0000) != 0 ? (value << 1) ^ 0x04C1_1DB7 : value << 1;
            table[i] = value;
        }
        return table;
    }
}
