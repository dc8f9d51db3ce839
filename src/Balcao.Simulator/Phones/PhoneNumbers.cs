using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Balcao.Simulator.Phones;

static class PhoneNumbers
{
    public static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>
    /// The digits of the recipient in <c>to</c>. Without a plus, Meta prepends the business's country code if it is
    /// missing (Meta, phone number formats, Dec 2025); here it counts as missing if the digits do not begin with it.
    /// </summary>
    public static string? Normalise(string to, string businessDigits)
    {
        if (to.Any(c => !char.IsAsciiDigit(c) && c is not ('+' or ' ' or '-' or '(' or ')' or '.'))) return null;
        var digits = Digits(to);
        if (digits.Length is < 5 or > 17) return null;
        if (to.TrimStart().StartsWith('+')) return digits;
        var national = businessDigits is ['5', '5', ..] && digits.Length is 10 or 11 && !digits.StartsWith("55", StringComparison.Ordinal);
        return national ? "55" + digits : digits;
    }

    /// <summary>
    /// Brazilian mobile numbers are written with and without the ninth digit; both spellings reach the same customer.
    /// </summary>
    public static string WithoutNinth(string digits) =>
        digits.Length == 13 && digits.StartsWith("55", StringComparison.Ordinal) && digits[4] == '9' ? digits[..4] + digits[5..] : digits;

    /// <summary>A business-scoped user id that stays the same from run to run.</summary>
    public static string UserId(string seed) =>
        "BR." + (new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 12), isUnsigned: true) % BigInteger.Pow(10, 19))
            .ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>As people write it: +55 11 99999-0001.</summary>
    public static string Display(string digits) => digits switch
    {
        { Length: 13 } when digits.StartsWith("55", StringComparison.Ordinal) => $"+55 {digits[2..4]} {digits[4..9]}-{digits[9..]}",
        { Length: 12 } when digits.StartsWith("55", StringComparison.Ordinal) => $"+55 {digits[2..4]} {digits[4..8]}-{digits[8..]}",
        _ => "+" + digits,
    };
}
