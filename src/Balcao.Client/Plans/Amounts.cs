using System.Globalization;

namespace Balcao.Client.Plans;

/// <summary>Credits, money and shares in the reader's culture, written and read.</summary>
public static class Amounts
{
    private const char NoBreak = '\u00A0';

    // Dividing by it removes the zeros at the end.
    private const decimal One = 1.0000000000000000000000000000m;

    private static readonly Dictionary<string, string> Symbols = new() { ["BRL"] = "R$", ["USD"] = "US$", ["EUR"] = "€" };

    // ISO 4217: they have no smaller unit.
    private static readonly string[] WholeCurrencies = ["CLP", "JPY", "KRW", "PYG"];

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>1.234,5: credits have up to three decimals.</summary>
    public static string Credits(decimal credits) => credits.ToString("#,##0.###", Culture);

    public static string Count(long count) => count.ToString("N0", Culture);

    /// <summary>R$ 1.234,56; a price below the smallest unit keeps its decimals: R$ 0,0525.</summary>
    public static string Money(decimal amount, string currency)
    {
        var format = (NumberFormatInfo)Culture.NumberFormat.Clone();
        var symbol = Symbols.GetValueOrDefault(currency, currency);
        // 0 writes the symbol against the number, which is right for a symbol and not for a code.
        format.CurrencySymbol = format.CurrencyPositivePattern == 0 && symbol.Length > 0 && char.IsLetter(symbol[^1]) ? symbol + NoBreak : symbol;
        format.CurrencyDecimalDigits = Math.Max(WholeCurrencies.Contains(currency) ? 0 : 2, (int)(amount / One).Scale);
        return amount.ToString("C", format).Replace(' ', NoBreak);
    }

    /// <summary>83%, rounded down: 80% and 100% are not shown before they are reached.</summary>
    public static string Share(decimal share) => (Math.Floor(share * 100) / 100).ToString("P0", Culture).Replace(' ', NoBreak);

    /// <summary>As it is typed into a field: 1234,5</summary>
    public static string Typed(decimal amount) => amount.ToString("0.####", Culture);

    /// <summary>
    /// What was typed, null if it is no number. Separators of thousands are taken only where they belong: otherwise a reader of
    /// Portuguese who types 1.5 would get fifteen.
    /// </summary>
    public static decimal? Read(string typed)
    {
        var compact = string.Concat(typed.Where(c => !char.IsWhiteSpace(c)));
        var parts = compact.Split(Culture.NumberFormat.NumberDecimalSeparator);
        if (parts.Length > 2) return null;
        var groups = parts[0].Split(Culture.NumberFormat.NumberGroupSeparator);
        if (groups.Length > 1 && (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(group => group.Length != 3))) return null;
        var plain = string.Concat(groups) + (parts.Length == 2 ? "." + parts[1] : "");
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;
    }
}
