using System.Globalization;
using NodaTime;

namespace Balcao.Plans;

/// <summary>A calendar month, as <c>202611</c>: the number sorts as the months do.</summary>
public readonly record struct Month(int Number) : IComparable<Month>
{
    public static Month Of(int year, int month) => new(year * 100 + month);

    public static Month Of(DateOnly day) => Of(day.Year, day.Month);

    /// <summary>The month of an instant in a time zone.</summary>
    public static Month Of(DateTimeOffset instant, string timeZone) => ContractFacts.Default(timeZone).MonthOf(instant);

    /// <summary>The month of a day such as <c>20261130</c>.</summary>
    public static Month OfDay(int day) => new(day / 100);

    /// <summary>Reads <c>2026-11</c>.</summary>
    public static bool TryParse(string? text, out Month month)
    {
        var isOne = DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first);
        month = isOne ? Of(first) : default;
        return isOne;
    }

    public int Year => Number / 100;

    public int OfYear => Number % 100;

    public DateOnly FirstDay => new(Year, OfYear, 1);

    public int Days => DateTime.DaysInMonth(Year, OfYear);

    public Month Next => Of(FirstDay.AddMonths(1));

    public Month Previous => Of(FirstDay.AddMonths(-1));

    /// <summary>The days of the month are from here to <see cref="LastDayNumber"/>, as <c>20261101</c>.</summary>
    public int FirstDayNumber => Number * 100 + 1;

    public int LastDayNumber => Number * 100 + Days;

    /// <summary>The instant at which the month begins in a time zone.</summary>
    public Instant StartsAt(DateTimeZone zone) => zone.AtStartOfDay(new LocalDate(Year, OfYear, 1)).ToInstant();

    public int CompareTo(Month other) => Number.CompareTo(other.Number);

    public static bool operator <(Month left, Month right) => left.Number < right.Number;

    public static bool operator >(Month left, Month right) => left.Number > right.Number;

    public static bool operator <=(Month left, Month right) => left.Number <= right.Number;

    public static bool operator >=(Month left, Month right) => left.Number >= right.Number;

    /// <summary>As <c>2026-11</c>.</summary>
    public override string ToString() => FirstDay.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
