using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Balcao.WhatsApp;

/// <summary>
/// Replaces content that JSON allows but .NET strings or databases cannot hold: bytes that are not UTF-8, half a
/// surrogate pair (a title cut in the middle of an emoji) and U+0000. Each is replaced by U+FFFD. Almost all bodies
/// need no replacement.
/// </summary>
internal static class JsonSanitizer
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];
    private const string Replacement = "\\ufffd";

    public static ReadOnlyMemory<byte> Heal(ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith(ByteOrderMark))
            json = json[ByteOrderMark.Length..];
        if (json.Span.Contains((byte)0) || !Utf8.IsValid(json.Span))
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span).Replace('\0', '\ufffd'));
        return IndexOfBrokenEscape(json.Span, 0) < 0 ? json : ReplaceBrokenEscapes(json.Span);
    }

    private static byte[] ReplaceBrokenEscapes(ReadOnlySpan<byte> json)
    {
        // The replacement is as long as what it replaces: \u and four digits.
        var healed = json.ToArray();
        for (var at = IndexOfBrokenEscape(healed, 0); at >= 0; at = IndexOfBrokenEscape(healed, at + Replacement.Length))
            Encoding.ASCII.GetBytes(Replacement, healed.AsSpan(at));
        return healed;
    }

    private static int IndexOfBrokenEscape(ReadOnlySpan<byte> json, int from)
    {
        var at = from;
        while (true)
        {
            var next = json[at..].IndexOf((byte)'\\');
            if (next < 0)
                return -1;
            at += next;
            if (!TryReadEscape(json[at..], out var unit))
            {
                // Another escape, such as \\ or \n, is two bytes long.
                at = Math.Min(at + 2, json.Length);
                continue;
            }
            if (unit == 0 || char.IsLowSurrogate(unit))
                return at;
            if (char.IsHighSurrogate(unit))
            {
                if (!TryReadEscape(json[(at + 6)..], out var second) || !char.IsLowSurrogate(second))
                    return at;
                at += 6;
            }
            at += 6;
        }
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < 6 || json[0] != '\\' || json[1] != 'u')
            return false;
        Span<byte> bytes = stackalloc byte[2];
        if (Convert.FromHexString(json.Slice(2, 4), bytes, out _, out _) != OperationStatus.Done)
            return false;
        unit = (char)(bytes[0] << 8 | bytes[1]);
        return true;
    }
}
