using System.Globalization;
using Balcao.Contract;
using Balcao.ServiceHours;

namespace Balcao.Tests.ServiceHours;

/// <summary>The dates of Brazil's holidays, as the federal government publishes them.</summary>
[Rule("H1")]
[WithoutDatabase]
public sealed class HolidayTests
{
    [Theory]
    [InlineData("1961-04-02")]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2011-04-24")]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-05")]
    [InlineData("2027-03-28")]
    [InlineData("2038-04-25")] // the latest there is
    [InlineData("2285-03-22")] // the earliest there is
    public void Easter_is_computed_for_any_year(string date) =>
        Assert.Equal(Date(date), BrazilianHolidays.EasterOf(Date(date).Year));

    [Fact]
    public void The_holidays_of_2026_are_those_of_the_government_s_list() => Assert.Equal(
        [
            "2026-01-01 NewYear", "2026-02-16 CarnivalMonday?", "2026-02-17 CarnivalTuesday?", "2026-04-03 GoodFriday", "2026-04-21 Tiradentes",
            "2026-05-01 LabourDay", "2026-06-04 CorpusChristi?", "2026-09-07 Independence", "2026-10-12 Aparecida", "2026-11-02 AllSouls",
            "2026-11-15 Republic", "2026-11-20 BlackConsciousness", "2026-12-25 Christmas",
        ],
        BrazilianHolidays.Of(2026).Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Date:yyyy-MM-dd} {item.Holiday}{(item.IsOptional ? "?" : "")}")));

    [Theory]
    [InlineData(2023, false)]
    [InlineData(2024, true)]
    [InlineData(2099, true)]
    public void The_day_of_black_consciousness_is_national_since_2024(int year, bool isHoliday) =>
        Assert.Equal(isHoliday, BrazilianHolidays.Of(year).Any(item => item.Holiday is Holiday.BlackConsciousness));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
