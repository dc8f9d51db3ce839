using System.Globalization;

namespace Balcao.Client.ServiceHours;

/// <summary>Service hours while they are edited: drawn in the week, or typed.</summary>
public sealed class HoursDraft
{
    /// <summary>Intervals are drawn in steps of a quarter of an hour; typed ones may be finer.</summary>
    public const int Step = 15;

    private readonly Dictionary<DayOfWeek, List<EditedInterval>> _week = Days.ToDictionary(day => day, _ => new List<EditedInterval>());

    public static IReadOnlyList<DayOfWeek> Days { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static IReadOnlyList<DayOfWeek> Workdays { get; } = [.. Days.Take(5)];

    public required string TimeZone { get; set; }

    public bool IsAlwaysOpen { get; set; }

    public HashSet<Holiday> Holidays { get; init; } = [];

    public List<EditedDate> Dates { get; init; } = [];

    public static HoursDraft Of(ServiceHoursDocument hours)
    {
        var draft = new HoursDraft
        {
            TimeZone = hours.TimeZone, IsAlwaysOpen = hours.IsAlwaysOpen, Holidays = [.. hours.Holidays],
            Dates = [.. hours.Dates.Select(d => new EditedDate { Date = d.Date, Name = d.Name ?? "", Intervals = [.. d.Intervals.Select(i => new EditedInterval(i.FromMinute, i.ToMinute))] })],
        };
        foreach (var interval in hours.Weekly) draft.Of(interval.Day).Add(new(interval.FromMinute, interval.ToMinute));
        return draft;
    }

    public List<EditedInterval> Of(DayOfWeek day) => _week[day];

    public ServiceHoursDocument ToDocument() => new()
    {
        TimeZone = TimeZone.Trim(),
        IsAlwaysOpen = IsAlwaysOpen,
        Weekly = [.. Days.SelectMany(day => Of(day).OrderBy(i => i.From).Select(i => new WeeklyInterval(day, i.From, i.To)))],
        Holidays = [.. Holidays.Order()],
        Dates = [.. Dates.OrderBy(d => d.Date).Select(d => new DateHours(d.Date, d.Name.Trim(), [.. d.Intervals.OrderBy(i => i.From).Select(i => new DayInterval(i.From, i.To))]))],
    };

    public void Copy(DayOfWeek day, IEnumerable<DayOfWeek> to)
    {
        foreach (var other in to.Where(other => other != day))
        {
            Of(other).Clear();
            Of(other).AddRange(Of(day).Select(i => new EditedInterval(i.From, i.To)));
        }
    }
}

public sealed class EditedInterval(int from, int to)
{
    /// <summary>Minutes after midnight.</summary>
    public int From { get; set; } = from;

    /// <summary>Minutes after midnight; 1440 is the midnight at the end of the day.</summary>
    public int To { get; set; } = to;
}

public sealed class EditedDate
{
    public required DateOnly Date { get; set; }

    public string Name { get; set; } = "";

    public List<EditedInterval> Intervals { get; init; } = [];
}

/// <summary>Intervals of one day.</summary>
public static class EditedIntervals
{
    private const int Morning = 8 * 60, Noon = 12 * 60, Break = 60, Afternoon = 5 * 60;

    /// <summary>Adds the morning to an empty day, otherwise the time after a break of an hour. False: the day is full.</summary>
    public static bool AddNext(this List<EditedInterval> day)
    {
        if (day.Count >= HoursFaults.MostIntervalsOfDay) return false;
        if (day.Count == 0) day.Add(new(Morning, Noon));
        else if (day.Max(i => i.To) + Break is var from && from < HoursFaults.MinutesOfDay) day.Add(new(from, Math.Min(from + Afternoon, HoursFaults.MinutesOfDay)));
        else return false;
        return true;
    }

    /// <summary>Adds half an hour where the day is free. Null: it is not free there.</summary>
    public static EditedInterval? AddAt(this List<EditedInterval> day, int minute)
    {
        if (day.Count >= HoursFaults.MostIntervalsOfDay || day.Any(i => i.From <= minute && minute < i.To)) return null;
        var (low, high) = Room(day, minute);
        var from = Math.Clamp(minute / HoursDraft.Step * HoursDraft.Step, low, high - 1);
        var added = new EditedInterval(from, Math.Min(from + 2 * HoursDraft.Step, high));
        day.Add(added);
        return added;
    }

    /// <summary>Moves an interval, or one of its ends, as far as its neighbours and the day allow.</summary>
    public static void Move(this List<EditedInterval> day, EditedInterval interval, (int From, int To) before, IntervalPart part, int minutes)
    {
        var (low, high) = Room([.. day.Where(i => i != interval)], interval.From);
        minutes = (int)Math.Round((double)minutes / HoursDraft.Step) * HoursDraft.Step;
        switch (part)
        {
            case IntervalPart.Whole:
                var by = Math.Clamp(minutes, low - before.From, Math.Max(low - before.From, high - before.To));
                (interval.From, interval.To) = (before.From + by, before.To + by);
                break;
            case IntervalPart.Start:
                interval.From = Math.Clamp(before.From + minutes, low, Math.Max(low, before.To - HoursDraft.Step));
                break;
            default:
                interval.To = Math.Clamp(before.To + minutes, Math.Min(high, before.From + HoursDraft.Step), high);
                break;
        }
    }

    public static bool Overlap(this IEnumerable<EditedInterval> day) => HoursFaults.Overlap(day.Select(i => new DayInterval(i.From, i.To)));

    private static (int Low, int High) Room(IReadOnlyCollection<EditedInterval> others, int minute) => (
        others.Where(i => i.To <= minute).Select(i => i.To).DefaultIfEmpty(0).Max(),
        others.Where(i => i.From >= minute).Select(i => i.From).DefaultIfEmpty(HoursFaults.MinutesOfDay).Min());
}

public enum IntervalPart { Whole, Start, End }

/// <summary>Minutes of a day as people type them.</summary>
public static class TimeText
{
    /// <summary>08:30; the end of the day is 24:00.</summary>
    public static string Of(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    /// <summary>For an input of type time, which has no 24:00.</summary>
    public static string ForInput(int minute) => Of(minute % HoursFaults.MinutesOfDay);

    /// <param name="isEnd">Midnight is then the end of the day.</param>
    /// <returns>Null: no time.</returns>
    public static int? Read(string? typed, bool isEnd)
    {
        if (!TimeOnly.TryParse(typed, CultureInfo.InvariantCulture, out var time)) return null;
        var minute = time.Hour * 60 + time.Minute;
        return minute == 0 && isEnd ? HoursFaults.MinutesOfDay : minute;
    }
}
