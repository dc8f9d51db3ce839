using System.Text;

namespace Balcao.Platform;

/// <summary>
/// Unicode normalisation that never throws. <c>string.Normalize</c> throws for U+FFFE and for half a surrogate pair, and
/// every text from outside may contain them: a message, a name, a search, an e-mail.
/// </summary>
public static class Unicode
{
    /// <summary>The normal form of <see cref="Clean"/>'s result.</summary>
    public static string Normalize(string text, NormalizationForm form)
    {
#pragma warning disable RS0030 // The one place: what it throws for has been removed.
        return Clean(text).Normalize(form);
#pragma warning restore RS0030
    }

    /// <summary>
    /// The text without halves of surrogate pairs and without noncharacters (Unicode 17.0, section 23.7), which no writing uses.
    /// Almost every text is returned as it is.
    /// </summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uFFFF')) return text;
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var isWhole = Rune.TryGetRuneAt(text, at, out var rune);
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            if (isWhole && !IsNoncharacter(rune.Value)) clean.Append(text, at, length);
            at += length;
        }
        return clean.Length == text.Length ? text : clean.ToString();
    }

    private static bool IsNoncharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;
}
