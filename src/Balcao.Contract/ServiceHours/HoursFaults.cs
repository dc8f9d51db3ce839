namespace Balcao.Contract;

/// <summary>A reason why service hours cannot be saved. The screen checks while they are edited; the server checks every request.</summary>
/// <param name="Code">Stable, for instance <c>hours.overlap</c>.</param>
/// <param name="Field">For instance <c>weekly[3]</c>.</param>
/// <param name="Most">The limit that was exceeded; null if the fault is not about a limit.</param>
public sealed record HoursFault(string Code, string Field, int? Most = null);

public static class HoursFaults
{
    public const int MinutesOfDay = 24 * 60;

    /// <summary>More breaks than any day has.</summary>
    public const int MostIntervalsOfDay = 12;

    /// <summary>Exceptions for every day of a year, and some of the next.</summary>
    public const int MostDates = 400;

    public const int LongestName = 80;

    public const int LongestTimeZone = 64;

    private static readonly DateOnly First = new(2000, 1, 1);
    private static readonly DateOnly Last = new(2199, 12, 31);

    /// <summary>All faults, in the order of the fields. Whether the time zone exists is known to the server alone.</summary>
    public static IEnumerable<HoursFault> Of(ServiceHoursDocument hours) =>
        [.. OfTimeZone(hours.TimeZone), .. OfWeek(hours.Weekly), .. OfHolidays(hours.Holidays), .. OfDates(hours.Dates)];

    /// <summary>Whether two intervals of one day have a minute in common. Those that only touch are allowed.</summary>
    public static bool Overlap(IEnumerable<DayInterval> intervals)
    {
        DayInterval? before = null;
        foreach (var interval in intervals.OrderBy(interval => interval.FromMinute).ThenBy(interval => interval.ToMinute))
        {
            if (before is not null && interval.FromMinute < before.ToMinute) return true;
            before = interval;
        }
        return false;
    }

    private static IEnumerable<HoursFault> OfTimeZone(string timeZone)
    {
        if (string.IsNullOrWhiteSpace(timeZone)) yield return new("input.required", "timeZone");
        else if (timeZone.Length > LongestTimeZone) yield return new("input.tooLong", "timeZone", LongestTimeZone);
    }

    private static IEnumerable<HoursFault> OfWeek(IReadOnlyList<WeeklyInterval> weekly)
    {
        if (weekly.Count > 7 * MostIntervalsOfDay)
        {
            yield return new("hours.tooManyIntervals", "weekly", MostIntervalsOfDay);
            yield break;
        }
        foreach (var (place, interval) in weekly.Index())
        {
            if (!Enum.IsDefined(interval.Day)) yield return new("input.invalid", $"weekly[{place}].day");
            if (!IsInterval(interval.FromMinute, interval.ToMinute)) yield return new("hours.intervalInvalid", $"weekly[{place}]");
        }
        foreach (var day in weekly.GroupBy(interval => interval.Day))
            foreach (var fault in OfDay([.. day.Select(i => new DayInterval(i.FromMinute, i.ToMinute))], "weekly"))
                yield return fault;
    }

    private static IEnumerable<HoursFault> OfHolidays(IReadOnlyList<Holiday> holidays)
    {
        if (holidays.Any(holiday => !Enum.IsDefined(holiday)) || holidays.Distinct().Count() < holidays.Count) yield return new("input.invalid", "holidays");
    }

    private static IEnumerable<HoursFault> OfDates(IReadOnlyList<DateHours> dates)
    {
        if (dates.Count > MostDates)
        {
            yield return new("hours.tooManyDates", "dates", MostDates);
            yield break;
        }
        foreach (var (place, date) in dates.Index())
        {
            if (date.Date < First || date.Date > Last) yield return new("input.invalid", $"dates[{place}].date");
            if (date.Name is { Length: > LongestName }) yield return new("input.tooLong", $"dates[{place}].name", LongestName);
            foreach (var (i, interval) in date.Intervals.Index())
                if (!IsInterval(interval.FromMinute, interval.ToMinute)) yield return new("hours.intervalInvalid", $"dates[{place}].intervals[{i}]");
            foreach (var fault in OfDay(date.Intervals, $"dates[{place}].intervals")) yield return fault;
        }
        if (dates.DistinctBy(date => date.Date).Count() < dates.Count) yield return new("hours.dateTwice", "dates");
    }

    private static IEnumerable<HoursFault> OfDay(IReadOnlyList<DayInterval> intervals, string field)
    {
        if (intervals.Count > MostIntervalsOfDay) yield return new("hours.tooManyIntervals", field, MostIntervalsOfDay);
        if (Overlap(intervals)) yield return new("hours.overlap", field);
    }

    private static bool IsInterval(int from, int to) => from >= 0 && from < to && to <= MinutesOfDay;
}
