using System.Buffers.Binary;
using System.Buffers.Text;

namespace Balcao.Platform;

/// <summary>The end of a page of a list: the next page starts after it, even if rows were added or removed in between.</summary>
/// <param name="Section">The part of the list, for lists with several parts.</param>
/// <param name="Position">The value the list is ordered by, as a number; an instant as UTC milliseconds.</param>
/// <param name="Id">Orders rows with the same position.</param>
public readonly record struct Cursor(byte Section, long Position, Guid Id)
{
    private const int Length = 25;

    private const int DefaultLimit = 50;

    private const int MostPerPage = 200;

    public static Cursor At(byte section, DateTimeOffset position, Guid id) => new(section, position.ToUnixTimeMilliseconds(), id);

    public DateTimeOffset Instant => DateTimeOffset.FromUnixTimeMilliseconds(Position);

    /// <summary>The number of items of a page, for the number asked for.</summary>
    public static int Limit(int? asked) => Math.Clamp(asked ?? DefaultLimit, 1, MostPerPage);

    /// <summary>The text that clients receive and send back without interpreting it.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Section;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Position);
        Id.TryWriteBytes(bytes[9..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Returns false if the text is not a cursor. No text means the beginning of the list: null.</summary>
    public static bool TryRead(string? text, out Cursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text)) return true;
        Span<byte> bytes = stackalloc byte[Length];
        // Decoding, even trying to, throws at characters that Base64 does not have.
        if (!Base64Url.IsValid(text, out var length) || length != Length) return false;
        Base64Url.DecodeFromChars(text, bytes);
        var position = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        if (position < 0 || position > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return false;
        cursor = new Cursor(bytes[0], position, new Guid(bytes[9..], bigEndian: true));
        return true;
    }
}
