using System.Buffers.Binary;

namespace Balcao.Platform.Sound;

/// <summary>Opus in Ogg (RFC 3533 and 7845): the only format in which WhatsApp sends and accepts voice notes.</summary>
public static class OggOpus
{
    private const int PageHeader = 27, MostSegments = 255, MostOfSegment = 255;

    /// <summary>The packets before the sound: OpusHead and OpusTags.</summary>
    private const int Headers = 2;

    private const uint Serial = 0x42414C43;
    private const byte First = 2, Last = 4;

    private static readonly uint[] Crc = Table();

    /// <summary>The number of channels, from the first bytes of a file; null if it is not Opus in Ogg.</summary>
    public static int? ChannelsOf(ReadOnlySpan<byte> head) => head.StartsWith("OggS"u8) ? OpusHead.Find(head)?.Channels : null;

    /// <summary>
    /// How long the file is: by the first bytes of its packets, or by the positions on its pages if these say more. Nothing is
    /// copied: a small file may have very many packets of one byte, each of which says that it lasts 120 ms. Null as in
    /// <see cref="Read"/>.
    /// </summary>
    public static TimeSpan? LengthOf(ReadOnlyMemory<byte> file)
    {
        OpusHead? head = null;
        var (packets, isInPacket) = (0, false);
        var (samples, start, end) = (0L, (long?)null, 0L);
        foreach (var page in PagesOf(file))
        {
            if (packets == 0) head = OpusHead.Read(page.Body.Span);
            var at = 0;
            foreach (var lace in page.Lacing.Span)
            {
                if (!isInPacket && packets >= Headers) samples += OpusTrack.SamplesOf(page.Body.Span.Slice(at, lace));
                at += lace;
                isInPacket = lace == MostOfSegment;
                if (!isInPacket) packets++;
            }
            if (samples == 0 || page.Position < 0) continue;
            start ??= Math.Max(0, page.Position - samples);
            end = Math.Max(end, page.Position - start.Value);
        }
        return packets < Headers || head is not { Channels: 1 or 2 } known ? null : OpusTrack.LengthOf(Math.Max(samples, end), known.PreSkip);
    }

    /// <summary>
    /// Null if it is not Opus in Ogg, damaged at its beginning, or longer than <paramref name="longest"/>; a file damaged later is
    /// read up to there.
    /// </summary>
    public static OpusTrack? Read(ReadOnlyMemory<byte> file, TimeSpan longest)
    {
        if (LengthOf(file) is not { } length || length > longest) return null;
        var (head, number) = ((OpusHead?)null, 0);
        List<ReadOnlyMemory<byte>> packets = [];
        using var open = new MemoryStream(); // a packet that continues on the next page
        foreach (var page in PagesOf(file))
        {
            var at = 0;
            foreach (var lace in page.Lacing.Span)
            {
                open.Write(page.Body.Span.Slice(at, lace));
                at += lace;
                if (lace == MostOfSegment) continue;
                var packet = open.GetBuffer().AsSpan(0, (int)open.Length);
                if (number == 0) head = OpusHead.Read(packet);
                else if (number >= Headers && OpusTrack.SamplesOf(packet) > 0) packets.Add(packet.ToArray());
                open.SetLength(0);
                number++;
            }
        }
        return head is { Channels: 1 or 2 } known ? new OpusTrack(known.Channels, known.PreSkip, packets) : null;
    }

    /// <param name="Position">The samples of 48 kHz up to the end of the page, the pre-skip included; -1 if no packet ends on it.</param>
    private readonly record struct Page(ReadOnlyMemory<byte> Lacing, ReadOnlyMemory<byte> Body, long Position);

    /// <summary>The whole pages of the first stream in the file.</summary>
    private static IEnumerable<Page> PagesOf(ReadOnlyMemory<byte> file)
    {
        uint? serial = null;
        for (var at = 0; at + PageHeader <= file.Length;)
        {
            var page = file[at..];
            if (!page.Span.StartsWith("OggS"u8)) break;
            int segments = page.Span[26];
            if (page.Length < PageHeader + segments) break;
            var lacing = page.Slice(PageHeader, segments);
            var length = 0;
            foreach (var lace in lacing.Span) length += lace;
            if (PageHeader + segments + length > page.Length) break;
            var number = BinaryPrimitives.ReadUInt32LittleEndian(page.Span[14..]);
            serial ??= number;
            if (number == serial) yield return new Page(lacing, page.Slice(PageHeader + segments, length), BinaryPrimitives.ReadInt64LittleEndian(page.Span[6..]));
            at += PageHeader + segments + length;
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
