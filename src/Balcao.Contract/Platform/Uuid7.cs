using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Balcao.Contract;

/// <summary>
/// UUIDv7 (RFC 9562, section 6.2: a counter after the milliseconds). Ids that one process creates in the same millisecond
/// sort in the order of their creation, so that the order of arrival can be read from the ids.
/// </summary>
public static class Uuid7
{
    /// <summary>The 12 bits of <c>rand_a</c> and the first 30 of <c>rand_b</c>: it wraps after four trillion ids.</summary>
    private const int CountBits = 42;

    private const int LowBits = CountBits - 12;

    // One counter for the process, even if callers use different clocks, so that each keeps the order of its ids.
    private static long _count;

    public static Guid New(DateTimeOffset now)
    {
        var time = now.ToUnixTimeMilliseconds();
        var count = Interlocked.Increment(ref _count) & ((1L << CountBits) - 1);

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (time << 16) | 0x7000L | (count >> LowBits));
        RandomNumberGenerator.Fill(bytes[12..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], 0x8000_0000 | (uint)(count & ((1L << LowBits) - 1)));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The time in the id, to the millisecond.</summary>
    public static DateTimeOffset InstantOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16);
    }
}
