using PhoneNumbers;

namespace Balcao.Platform;

/// <summary>A phone as people write it, in the international form of its country: +55 11 98765-4321, +1 415-555-0100.</summary>
internal static class PhoneText
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    /// <param name="digits">E.164 without plus, as stored.</param>
    /// <returns>The digits after a plus if no country has such a number.</returns>
    public static string Of(string digits) => IsBrazilianWithoutNinthDigit(digits)
        ? $"+55 {digits[2..4]} {digits[4..8]}-{digits[8..]}"
        : OfPossible("+" + digits) ?? "+" + digits;

    /// <summary>
    /// WhatsApp still writes many Brazilian mobile numbers with eight digits, as they were before 2012 to 2016; for the library these
    /// are no numbers, and it does not group them.
    /// </summary>
    private static bool IsBrazilianWithoutNinthDigit(string digits) => digits is { Length: 12 } and ['5', '5', _, _, >= '6', ..];

    /// <summary>Whether phones of such a country exist: ISO 3166, two capital letters.</summary>
    public static bool IsCountry(string code) => Util.GetCountryCodeForRegion(code) > 0;

    /// <param name="digits">E.164 without plus, as stored.</param>
    /// <returns>ISO 3166; null if no country has such a number.</returns>
    public static string? CountryOf(string digits)
    {
        try
        {
            // Where several countries share a calling code, as +1, the library knows which by the digits after it.
            return Util.GetRegionCodeForNumber(Util.Parse("+" + digits, null)) is { Length: 2 } code && IsCountry(code) ? code : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <param name="phone">As a person typed it, with plus and country code.</param>
    /// <returns>Null if no country has such a number.</returns>
    public static string? OfPossible(string phone)
    {
        try
        {
            var parsed = Util.Parse(phone, null);
            return Util.IsPossibleNumber(parsed) ? Util.Format(parsed, PhoneNumberFormat.INTERNATIONAL) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
