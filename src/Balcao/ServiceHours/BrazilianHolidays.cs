using Balcao.Contract;

namespace Balcao.ServiceHours;

/// <summary>
/// Brazil's national holidays of any year (Leis 662/1949, 6.802/1980, 9.093/1995, 10.607/2002 and 14.759/2023; the yearly ordinance
/// of the federal government lists them with the optional days).
/// </summary>
public static class BrazilianHolidays
{
    /// <summary>Those of the years for which the Gregorian date of Easter is computed.</summary>
    public const int FirstYear = 1900, LastYear = 2299;

    /// <summary>Lei 14.759, of December 2023.</summary>
    private const int BlackConsciousnessSince = 2024;

    /// <summary>In the order of their dates.</summary>
    public static IReadOnlyList<HolidayItem> Of(int year) =>
    [
        .. from holiday in Enum.GetValues<Holiday>()
           let date = DateOf(holiday, year)
           where date is not null
           orderby date
           select new HolidayItem(holiday, date.Value, IsOptional(holiday)),
    ];

    public static bool IsOptional(Holiday holiday) => holiday is Holiday.CarnivalMonday or Holiday.CarnivalTuesday or Holiday.CorpusChristi;

    /// <summary>Null: the day was no holiday in that year.</summary>
    public static DateOnly? DateOf(Holiday holiday, int year) => holiday switch
    {
        Holiday.NewYear => new(year, 1, 1),
        Holiday.CarnivalMonday => EasterOf(year).AddDays(-48),
        Holiday.CarnivalTuesday => EasterOf(year).AddDays(-47),
        Holiday.GoodFriday => EasterOf(year).AddDays(-2),
        Holiday.Tiradentes => new(year, 4, 21),
        Holiday.LabourDay => new(year, 5, 1),
        Holiday.CorpusChristi => EasterOf(year).AddDays(60),
        Holiday.Independence => new(year, 9, 7),
        Holiday.Aparecida => new(year, 10, 12),
        Holiday.AllSouls => new(year, 11, 2),
        Holiday.Republic => new(year, 11, 15),
        Holiday.BlackConsciousness => year >= BlackConsciousnessSince ? new(year, 11, 20) : null,
        Holiday.Christmas => new(year, 12, 25),
        _ => null,
    };

    /// <summary>Easter Sunday of the Gregorian calendar, by the anonymous algorithm of 1876 (Meeus, Astronomical Algorithms, chapter 8).</summary>
    public static DateOnly EasterOf(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var f = (b + 8) / 25;
        var g = (b - f + 1) / 3;
        var h = (19 * a + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + 2 * e + 2 * i - h - k) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var rest = h + l - 7 * m + 114;
        return new(year, rest / 31, rest % 31 + 1);
    }
}
