using System.Buffers.Binary;
using System.Buffers.Text;

namespace Balcao.Platform;

/// <summary>Where a page of a list ended: the next one starts behind it, however many rows came or went meanwhile.</summary>
/// <param name="Section">Which part of the list, for lists of several.</param>
/// <param name="Position">What the list is ordered by, as a number; an instant as UTC milliseconds.</param>
/// <param name="Id">Decides between rows at one position.</param>
public readonly record struct Cursor(byte Section, long Position, Guid Id)
{
    private const int Length = 25;

    private const int DefaultLimit = 50;

    private const int MostPerPage = 200;

    public static Cursor At(byte section, DateTimeOffset position, Guid id) => new(section, position.ToUnixTimeMilliseconds(), id);

    public DateTimeOffset Instant => DateTimeOffset.FromUnixTimeMilliseconds(Position);

    /// <summary>How many items a page has, whatever was asked for.</summary>
    public static int Limit(int? asked) => Math.Clamp(asked ?? DefaultLimit, 1, MostPerPage);

    /// <summary>The form that clients get and give back: opaque to them.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Section;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Position);
        Id.TryWriteBytes(bytes[9..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>False: not one of ours. No text is the list's beginning: null.</summary>
    public static bool TryRead(string? text, out Cursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text)) return true;
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length) return false;
        var position = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        if (position < 0 || position > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return false;
        cursor = new Cursor(bytes[0], position, new Guid(bytes[9..], bigEndian: true));
        return true;
    }
}
