using PhoneNumbers;

namespace Balcao.Platform;

/// <summary>A phone as people write it, in the international form of its country: +55 11 98765-4321, +1 415-555-0100.</summary>
internal static class PhoneText
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    /// <param name="digits">E.164 without plus, as stored.</param>
    /// <returns>The digits after a plus if no country has such a number.</returns>
    public static string Of(string digits) => OfPossible("+" + digits) ?? "+" + digits;

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
