using System.Buffers;
using System.Globalization;
using System.Text;

namespace Balcao.Client.Shell;

/// <summary>
/// Text as people type it. Pasted text may contain characters that nobody sees and that servers and databases refuse: control
/// characters, halves of surrogate pairs, and code points that are no characters (Unicode, section 23.7).
/// </summary>
public static class TypedText
{
    private const int Tab = 0x09;
    private const int LineFeed = 0x0A;
    private const int CarriageReturn = 0x0D;

    /// <summary>The text without them; line breaks and tabs stay.</summary>
    public static string Clean(string text)
    {
        if (!HasSuspects(text)) return text;
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var isWhole = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) == OperationStatus.Done;
            if (isWhole && !IsControl(rune.Value) && !IsNoCharacter(rune.Value)) clean.Append(text, at, length);
            at += length;
        }
        return clean.ToString();
    }

    /// <summary>Whether a text has a part in it, whatever the case and the accents: "joao" finds "João". An empty part is in every text.</summary>
    public static bool Contains(string? text, string part) =>
        text is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, part, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;

    // Called with each key: most texts have nothing to look at more closely, and are returned as they are.
    private static bool HasSuspects(string text)
    {
        foreach (var c in text)
            if (char.IsSurrogate(c) || IsControl(c) || IsNoCharacter(c)) return true;
        return false;
    }

    private static bool IsControl(int code) => code is (< 0x20 and not (Tab or LineFeed or CarriageReturn)) or (>= 0x7F and < 0xA0);

    private static bool IsNoCharacter(int code) => (code & 0xFFFE) == 0xFFFE || code is >= 0xFDD0 and <= 0xFDEF;
}
