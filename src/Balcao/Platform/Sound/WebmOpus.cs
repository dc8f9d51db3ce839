using System.Buffers.Binary;

namespace Balcao.Platform.Sound;

/// <summary>
/// Opus in WebM (Matroska, RFC 9559) as browsers record it: written as a stream, so that segment and clusters have no size.
/// Elements are therefore read one after the other; containers are entered, other elements skipped.
/// </summary>
public static class WebmOpus
{
    private const uint Ebml = 0x1A45DFA3, Segment = 0x18538067, Tracks = 0x1654AE6B, TrackEntry = 0xAE, TrackNumber = 0xD7, CodecId = 0x86,
        CodecPrivate = 0x63A2, Cluster = 0x1F43B675, SimpleBlock = 0xA3, BlockGroup = 0xA0, Block = 0xA1;

    private const int Laced = 0x06;

    /// <summary>A recording has one, or one of sound and one of pictures.</summary>
    private const int MostTracks = 16;

    public static bool IsWebm(ReadOnlySpan<byte> head) => head.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(head) == Ebml;

    /// <summary>How long the first Opus track is, by the first bytes of its packets; null if there is none.</summary>
    public static TimeSpan? LengthOf(ReadOnlyMemory<byte> file)
    {
        var samples = 0L;
        return Walk(file, packet => samples += OpusTrack.SamplesOf(packet.Span)) is { } head ? OpusTrack.LengthOf(samples, head.PreSkip) : null;
    }

    /// <summary>The first Opus track; null if there is none, or if it is longer than <paramref name="longest"/>.</summary>
    public static OpusTrack? Read(ReadOnlyMemory<byte> file, TimeSpan longest)
    {
        if (LengthOf(file) is not { } length || length > longest) return null;
        List<ReadOnlyMemory<byte>> packets = [];
        return Walk(file, packets.Add) is { } head ? new OpusTrack(head.Channels, head.PreSkip, packets) : null;
    }

    /// <summary>
    /// Calls <paramref name="take"/> for each packet of the first Opus track. Browsers write what a track is before its packets;
    /// packets before that are left out.
    /// </summary>
    /// <returns>Null if no track has Opus.</returns>
    private static OpusHead? Walk(ReadOnlyMemory<byte> file, Action<ReadOnlyMemory<byte>> take)
    {
        if (!IsWebm(file.Span)) return null;
        List<Entry> tracks = [];
        Entry? chosen = null;
        for (var at = 0; TryElement(file.Span, at, out var id, out var start, out var length);)
        {
            if (id is Segment or Tracks or TrackEntry or Cluster or BlockGroup)
            {
                if (id is TrackEntry) tracks.Add(new Entry());
                if (tracks.Count > MostTracks) return null;
                at = start;
                continue;
            }
            // The recording was interrupted: the complete elements are kept.
            if (length is null || start + length.Value > file.Length) break;
            var body = file.Slice(start, (int)length.Value);
            if (id is SimpleBlock or Block)
            {
                chosen ??= tracks.Find(track => track.IsOpus);
                if (chosen is not null) TakeBlock(body, chosen.Number, take);
            }
            else if (tracks.Count > 0) Describe(tracks[^1], id, body.Span);
            at = start + (int)length.Value;
        }
        chosen ??= tracks.Find(track => track.IsOpus);
        return chosen?.Head is { Channels: 1 or 2 } head ? head : null;
    }

    private sealed class Entry
    {
        public ulong Number { get; set; }

        public bool IsOpus { get; set; }

        public OpusHead? Head { get; set; }
    }

    private static void Describe(Entry track, uint id, ReadOnlySpan<byte> body)
    {
        switch (id)
        {
            case TrackNumber: track.Number = Unsigned(body); break;
            case CodecId: track.IsOpus = body.TrimEnd((byte)0).SequenceEqual("A_OPUS"u8); break;
            case CodecPrivate: track.Head = OpusHead.Read(body); break;
        }
    }

    private static void TakeBlock(ReadOnlyMemory<byte> block, ulong wanted, Action<ReadOnlyMemory<byte>> take)
    {
        // A block starts with track number, two bytes of time and one of flags. Browsers do not use lacing; laced blocks are left out.
        if (!TryNumber(block.Span, 0, keepMarker: false, out var track, out var size) || track != wanted || block.Length <= size + 3) return;
        if ((block.Span[size + 2] & Laced) != 0) return;
        var packet = block[(size + 3)..];
        if (OpusTrack.SamplesOf(packet.Span) > 0) take(packet);
    }

    /// <param name="length">Null: unknown; the element ends where one of a higher level begins.</param>
    private static bool TryElement(ReadOnlySpan<byte> file, int at, out uint id, out int start, out long? length)
    {
        (id, start, length) = (0, 0, null);
        if (!TryNumber(file, at, keepMarker: true, out var rawId, out var idSize) || idSize > 4) return false;
        if (!TryNumber(file, at + idSize, keepMarker: false, out var rawLength, out var lengthSize)) return false;
        (id, start) = ((uint)rawId, at + idSize + lengthSize);
        if (rawLength != (1UL << (7 * lengthSize)) - 1) length = (long)rawLength;
        return true;
    }

    /// <summary>
    /// EBML's variable-length number of one to eight bytes: the leading zero bits of the first byte give the number of
    /// bytes that follow.
    /// </summary>
    private static bool TryNumber(ReadOnlySpan<byte> file, int at, bool keepMarker, out ulong value, out int size)
    {
        (value, size) = (0, 0);
        if (at < 0 || at >= file.Length || file[at] == 0) return false;
        size = System.Numerics.BitOperations.LeadingZeroCount((uint)file[at]) - 24 + 1;
        if (at + size > file.Length) return false;
        value = keepMarker ? file[at] : file[at] & (0xFFUL >> size);
        for (var i = 1; i < size; i++) value = value << 8 | file[at + i];
        return true;
    }

    private static ulong Unsigned(ReadOnlySpan<byte> body)
    {
        var value = 0UL;
        foreach (var b in body) value = value << 8 | b;
        return value;
    }
}
