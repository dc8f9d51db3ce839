using Balcao.Contract;

namespace Balcao.Demo.World;

/// <summary>
/// The service hours of two numbers: a lunch break, the national holidays, and a day that is shorter. The shop's main number has none,
/// so that a message becomes a chat at whatever hour somebody tries the demo.
/// </summary>
internal static class WorkHours
{
    private static readonly DayOfWeek[] Workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    public static readonly IReadOnlyList<CompanyNumber> Numbers = [Shop.Billing, Shop.Elsewhere];

    public static ServiceHoursDocument Of(DateTimeOffset now)
    {
        var local = DateOnly.FromDateTime(now.ToOffset(Shop.Offset).Date);
        return new ServiceHoursDocument
        {
            TimeZone = Shop.TimeZone,
            Weekly =
            [
                .. Workdays.SelectMany(day => (WeeklyInterval[])[new(day, 8 * 60, 12 * 60), new(day, 13 * 60, 18 * 60)]),
                new(DayOfWeek.Saturday, 9 * 60, 13 * 60),
            ],
            Holidays = [.. Enum.GetValues<Holiday>().Where(holiday => !ServiceHours.BrazilianHolidays.IsOptional(holiday))],
            Dates = [new(local.AddDays(7), "Inventário", [new(8 * 60, 12 * 60)])],
        };
    }
}
