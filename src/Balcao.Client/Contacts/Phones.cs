namespace Balcao.Client.Contacts;

/// <summary>Phones as people write them. Brazilian ones are grouped (+55 11 98765-4321); others stay in E.164.</summary>
public static class Phones
{
    public static string? Show(string? e164)
    {
        var digits = e164 is null ? "" : string.Concat(e164.Where(char.IsAsciiDigit));
        return digits switch
        {
            { Length: 12 or 13 } when digits.StartsWith("55", StringComparison.Ordinal) => $"+55 {digits[2..4]} {digits[4..^4]}-{digits[^4..]}",
            { Length: > 0 } => "+" + digits,
            _ => e164,
        };
    }
}
