using System.Globalization;
using System.Text;
using Balcao.Platform;

namespace Balcao.Agents;

/// <summary>
/// The one form in which a password is checked and hashed. The same keys give composed letters on one system and decomposed letters
/// on another, and a full-width letter on a phone: all of them are one password (NFKC; NIST SP 800-63B, 2025).
/// </summary>
internal static class PasswordText
{
    /// <returns>Null if the text has half a surrogate pair or a noncharacter, which no keyboard makes.</returns>
    public static string? Normalize(string text) => Unicode.Clean(text) == text ? Unicode.Normalize(text, NormalizationForm.FormKC) : null;

    /// <summary>For comparing with words: in small letters and without accents.</summary>
    public static string Fold(string normalized) => string.Concat(Unicode.Normalize(normalized, NormalizationForm.FormD)
        .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark).Select(char.ToLowerInvariant));
}
