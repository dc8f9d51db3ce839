namespace Balcao.WhatsApp;

/// <summary>
/// Makes the two spellings of one subscriber equal. WhatsApp reports some Brazilian, Mexican and Argentine mobile numbers
/// with and some without a mobile prefix that is dialled only in certain directions:
/// Brazil 55 + area + [9] + 8 digits, Mexico 52 + [1] + 10 digits, Argentina 54 + [9] + 10 digits.
/// A folded number is a key to match by, not a number to dial.
/// </summary>
public static class PhoneNumberFolding
{
    // E.164 allows 15 digits; fewer than 5 are a short code or not a phone number.
    private const int FewestDigits = 5;
    private const int MostDigits = 15;

    /// <summary>
    /// The digits of a phone number written with "+", spaces, dots, dashes or brackets; null if it is not a phone
    /// number.
    /// </summary>
    public static string? Digits(string? phone)
    {
        if (string.IsNullOrEmpty(phone))
            return null;

        Span<char> digits = stackalloc char[MostDigits];
        var count = 0;
        foreach (var c in phone)
        {
            if (char.IsAsciiDigit(c))
            {
                if (count == MostDigits)
                    return null;
                digits[count++] = c;
            }
            else if (!IsPunctuation(c))
            {
                return null;
            }
        }
        if (count < FewestDigits)
            return null;
        return count == phone.Length ? phone : new string(digits[..count]);
    }

    /// <summary>
    /// The same key for both spellings: Brazil with the 9, Mexico without the 1, Argentina with the 9. Null if it is
    /// not a phone number.
    /// </summary>
    public static string? Fold(string? phone) => Digits(phone) is { } digits ? Canonical(digits) : null;

    /// <summary>
    /// Every spelling under which the subscriber may have been stored, the folded one first; empty if it is not a phone
    /// number.
    /// </summary>
    public static IReadOnlyList<string> Forms(string? phone)
    {
        if (Fold(phone) is not { } folded)
            return [];
        return Other(folded) is { } other ? [folded, other] : [folded];
    }

    private static string Canonical(string digits)
    {
        if (IsBrazilian(digits, length: 12) && IsMobileWithoutNinthDigit(digits[4]))
            return string.Concat(digits.AsSpan(0, 4), "9", digits.AsSpan(4));
        if (digits.Length == 13 && digits.StartsWith("521", StringComparison.Ordinal) && digits[3] is not ('0' or '1'))
            return string.Concat("52", digits.AsSpan(3));
        if (digits.Length == 12 && digits.StartsWith("54", StringComparison.Ordinal) && digits[2] != '9')
            return string.Concat("549", digits.AsSpan(2));
        return digits;
    }

    private static string? Other(string folded)
    {
        if (IsBrazilian(folded, length: 13) && folded[4] == '9' && IsMobileWithoutNinthDigit(folded[5]))
            return folded.Remove(4, 1);
        if (folded.Length == 12 && folded.StartsWith("52", StringComparison.Ordinal) && folded[2] is not ('0' or '1'))
            return folded.Insert(2, "1");
        if (folded.Length == 13 && folded.StartsWith("549", StringComparison.Ordinal) && folded[3] != '9')
            return folded.Remove(2, 1);
        return null;
    }

    private static bool IsBrazilian(string digits, int length) =>
        digits.Length == length && digits.StartsWith("55", StringComparison.Ordinal) && digits[2] != '0' && digits[3] != '0';

    // Fixed lines begin with 2 to 5 (Anatel's numbering plan), and mobile numbers with 9 followed by 2 to 5 exist too:
    // folding 55 11 9 3333-4444 to the fixed line 55 11 3333-4444 would store one customer's messages under another.
    private static bool IsMobileWithoutNinthDigit(char first) => first is < '2' or > '5';

    private static bool IsPunctuation(char c) => c is '+' or ' ' or '-' or '(' or ')' or '.' or '\u00a0' or '\u202f';
}
