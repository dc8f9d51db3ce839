using System.Globalization;

namespace Balcao.Client.Plans;

/// <summary>Calendar months, which the API writes as <c>2026-11</c>.</summary>
public static class Months
{
    private const string Format = "yyyy-MM";

    public static string Of(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    public static DateOnly FirstDayOf(string month) => DateOnly.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>novembro de 2026; a month that cannot be read is shown as it is.</summary>
    public static string NameOf(string month) =>
        DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first.ToString("y", CultureInfo.CurrentCulture) : month;

    /// <summary>The month itself and those before it, the newest first.</summary>
    public static IEnumerable<string> Back(string from, int count) => Enumerable.Range(0, count).Select(i => Of(FirstDayOf(from).AddMonths(-i)));

    /// <summary>The months after it, the next one first.</summary>
    public static IEnumerable<string> After(string month, int count) => Enumerable.Range(1, count).Select(i => Of(FirstDayOf(month).AddMonths(i)));
}
