using System.Globalization;

namespace Balcao.Client.Plans;

/// <summary>Calendar months as the API writes them: <c>2026-11</c>. Their order is that of their texts.</summary>
public static class Months
{
    private const string Format = "yyyy-MM";

    public static bool Is(string? text) => TryRead(text, out _);

    public static bool IsAfter(string month, string other) => string.CompareOrdinal(month, other) > 0;

    public static string Of(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The month that it is in the time zone; in the browser's if the zone is not known here.</summary>
    public static string Current(TimeProvider time, string? timeZone = null)
    {
        var zone = timeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var known) ? known : time.LocalTimeZone;
        return Of(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime));
    }

    public static DateOnly FirstDayOf(string month) => DateOnly.ParseExact(month, Format, CultureInfo.InvariantCulture);

    /// <summary>novembro de 2026; a month that cannot be read is shown as it is.</summary>
    public static string NameOf(string month) => TryRead(month, out var first) ? first.ToString("Y", CultureInfo.CurrentCulture) : month;

    public static string After(string month, int count = 1) => TryRead(month, out var first) ? Of(first.AddMonths(count)) : month;

    /// <summary>The month itself and those after it.</summary>
    public static IEnumerable<string> From(string month, int count) => Enumerable.Range(0, count).Select(later => After(month, later));

    /// <summary>The month itself and those before it, the newest first.</summary>
    public static IEnumerable<string> Back(string month, int count) => Enumerable.Range(0, count).Select(earlier => After(month, -earlier));

    private static bool TryRead(string? month, out DateOnly first) =>
        DateOnly.TryParseExact(month, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out first);
}
