using System.Globalization;

namespace Balcao.Client.Plans;

/// <summary>Credits, money and shares as the reader's culture writes them.</summary>
public static class Amounts
{
    private const char NoBreak = '\u00A0';

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>1.234,5: credits have up to three decimals.</summary>
    public static string Credits(decimal credits) => credits.ToString("#,##0.###", Culture);

    public static string Count(long count) => count.ToString("N0", Culture);

    /// <summary>R$ 1.234,56; with up to four decimals, if the amount has them.</summary>
    public static string Money(decimal amount, string currency)
    {
        var format = (NumberFormatInfo)Culture.NumberFormat.Clone();
        format.CurrencySymbol = currency switch { "BRL" => "R$", "USD" => "US$", "EUR" => "€", _ => currency };
        format.CurrencyDecimalDigits = amount == decimal.Round(amount, 2) ? 2 : amount == decimal.Round(amount, 3) ? 3 : 4;
        // A code of letters is not written directly before the figures.
        if (format.CurrencySymbol == currency && format.CurrencyPositivePattern == 0) format.CurrencyPositivePattern = 2;
        return amount.ToString("C", format).Replace(' ', NoBreak);
    }

    /// <summary>83%, rounded down: 80% and 100% are not shown before they are reached.</summary>
    public static string Share(decimal share) => (Math.Floor(share * 100) / 100).ToString("P0", Culture).Replace(' ', NoBreak);
}
