using System.Collections.Concurrent;
using System.Collections.Frozen;
using Balcao.Contract;
using NodaTime;

namespace Balcao.ServiceHours;

/// <summary>
/// When a number is staffed. An instant is in hours if the local time then is in an interval of the local date: an hour that clocks
/// skip is in nobody's hours, and an hour that they repeat is in hours both times.
/// </summary>
public sealed class Hours
{
    /// <summary>How far the next or the previous change is looked for: a year, with a margin for exceptions on the same date.</summary>
    private static readonly Duration Farthest = Duration.FromDays(400);

    /// <summary>Most changes are near, and a look at few days is cheap.</summary>
    private static readonly Duration[] Reaches = [Duration.FromDays(2), Duration.FromDays(10), Duration.FromDays(60), Farthest];

    /// <summary>How much of a long time is computed at once: most ends are near.</summary>
    private static readonly Duration AtOnce = Duration.FromDays(8);

    /// <summary>A change that is too far away to be found may have come near enough after this time.</summary>
    private static readonly Duration LookAgainAfter = Duration.FromHours(1);

    // Instants so near the ends of the calendar that a reach would leave it have no local dates around them.
    private static readonly Instant Earliest = Instant.FromUtc(1, 1, 3, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(9999, 12, 29, 0, 0);

    private readonly DateTimeZone _zone;
    private readonly FrozenDictionary<IsoDayOfWeek, DayInterval[]> _weekly;
    private readonly FrozenDictionary<LocalDate, DayInterval[]> _dates;
    private readonly Holiday[] _holidays;
    private readonly ConcurrentDictionary<int, FrozenSet<LocalDate>> _holidaysOf = new();

    // A number's messages come one after another in the same period.
    private Found? _lastFound;

    /// <param name="hours">Without faults (<see cref="HoursFaults"/>). A time zone that is not known counts as UTC.</param>
    public Hours(ServiceHoursDocument hours)
    {
        _zone = ZoneOf(hours.TimeZone) ?? DateTimeZone.Utc;
        IsAlwaysOpen = hours.IsAlwaysOpen;
        _weekly = hours.Weekly.GroupBy(interval => DayOf(interval.Day))
            .ToFrozenDictionary(day => day.Key, day => Sorted(day.Select(i => new DayInterval(i.FromMinute, i.ToMinute))));
        _dates = hours.Dates.ToFrozenDictionary(date => LocalDate.FromDateOnly(date.Date), date => Sorted(date.Intervals));
        _holidays = [.. hours.Holidays];
    }

    public bool IsAlwaysOpen { get; }

    public string TimeZone => _zone.Id;

    public static Hours AlwaysOpen(string timeZone) => new(new ServiceHoursDocument { TimeZone = timeZone, IsAlwaysOpen = true });

    public static bool IsTimeZone(string name) => ZoneOf(name) is not null;

    public DateTimeOffset LocalTimeOf(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(_zone).ToDateTimeOffset();

    public bool IsOpen(DateTimeOffset at)
    {
        if (IsAlwaysOpen) return true;
        var local = Instant.FromDateTimeOffset(at).InZone(_zone).LocalDateTime;
        var ticks = local.TickOfDay;
        foreach (var interval in IntervalsOn(local.Date))
            if (ticks >= interval.FromMinute * NodaConstants.TicksPerMinute && ticks < interval.ToMinute * NodaConstants.TicksPerMinute) return true;
        return false;
    }

    /// <summary>The period without a change that contains the instant.</summary>
    public HoursPeriod PeriodAt(DateTimeOffset at)
    {
        if (IsAlwaysOpen) return new(true, null, null);
        if (_lastFound is { } last && last.From <= at && at < last.Until) return last.Period;
        var instant = Instant.Max(Earliest, Instant.Min(Latest, Instant.FromDateTimeOffset(at)));
        HoursPeriod found = new(false, null, null);
        foreach (var reach in Reaches)
        {
            found = PeriodWithin(instant - Earliest < reach ? Earliest : instant - reach, instant, Latest - instant < reach ? Latest : instant + reach);
            if (found is { Start: not null, End: not null }) break;
        }
        _lastFound = new Found(found, found.Start ?? (instant - LookAgainAfter).ToDateTimeOffset(), found.End ?? (instant + LookAgainAfter).ToDateTimeOffset());
        return found;
    }

    /// <summary>The open periods between two instants, cut at both; they are computed while they are read. Two of them may touch.</summary>
    public IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> OpenBetween(DateTimeOffset from, DateTimeOffset until)
    {
        if (IsAlwaysOpen)
        {
            if (from < until) yield return (from, until);
            yield break;
        }
        var (start, last) = (Instant.Max(Earliest, Instant.FromDateTimeOffset(from)), Instant.Min(Latest, Instant.FromDateTimeOffset(until)));
        for (var end = start; start < last; start = end)
        {
            end = last - start < AtOnce ? last : start + AtOnce;
            foreach (var open in OpenWithin(start, end)) yield return (open.Start.ToDateTimeOffset(), open.End.ToDateTimeOffset());
        }
    }

    public HoursState StateAt(DateTimeOffset now)
    {
        var period = PeriodAt(now);
        return new(period.IsOpen, period.End, TimeZone, IsAlwaysOpen);
    }

    private HoursPeriod PeriodWithin(Instant from, Instant at, Instant to)
    {
        Instant? closedSince = null;
        foreach (var (start, end) in OpenWithin(from, to))
        {
            if (at < start) return Period(false, closedSince, start);
            if (at < end) return Period(true, start > from ? start : null, end < to ? end : null);
            closedSince = end;
        }
        return Period(false, closedSince, null);

        static HoursPeriod Period(bool isOpen, Instant? start, Instant? end) => new(isOpen, start?.ToDateTimeOffset(), end?.ToDateTimeOffset());
    }

    /// <summary>The open periods, cut at both ends of the range. Intervals that touch, as at midnight, are one period.</summary>
    private List<(Instant Start, Instant End)> OpenWithin(Instant from, Instant to)
    {
        List<(Instant Start, Instant End)> open = [];
        // Between two changes of the clocks, local times are instants plus a constant.
        foreach (var clock in _zone.GetZoneIntervals(from, to))
        {
            var (first, last) = (clock.HasStart ? Instant.Max(from, clock.Start) : from, clock.HasEnd ? Instant.Min(to, clock.End) : to);
            for (var date = first.WithOffset(clock.WallOffset).Date; date <= last.WithOffset(clock.WallOffset).Date; date = date.PlusDays(1))
                foreach (var interval in IntervalsOn(date))
                {
                    var midnight = date.AtMidnight().WithOffset(clock.WallOffset).ToInstant();
                    var start = Instant.Max(first, midnight + Duration.FromMinutes(interval.FromMinute));
                    var end = Instant.Min(last, midnight + Duration.FromMinutes(interval.ToMinute));
                    if (start >= end) continue;
                    if (open.Count > 0 && open[^1].End == start) open[^1] = (open[^1].Start, end);
                    else open.Add((start, end));
                }
        }
        return open;
    }

    /// <summary>Sorted. An exception for the date decides before a holiday, and a holiday before the week.</summary>
    private DayInterval[] IntervalsOn(LocalDate date) =>
        _dates.TryGetValue(date, out var own) ? own
        : _holidays.Length > 0 && _holidaysOf.GetOrAdd(date.Year, HolidaysOf).Contains(date) ? []
        : _weekly.TryGetValue(date.DayOfWeek, out var usual) ? usual : [];

    private FrozenSet<LocalDate> HolidaysOf(int year) => year is < BrazilianHolidays.FirstYear or > BrazilianHolidays.LastYear
        ? []
        : _holidays.Select(holiday => BrazilianHolidays.DateOf(holiday, year)).OfType<DateOnly>().Select(LocalDate.FromDateOnly).ToFrozenSet();

    private static DayInterval[] Sorted(IEnumerable<DayInterval> intervals) => [.. intervals.OrderBy(interval => interval.FromMinute)];

    private static DateTimeZone? ZoneOf(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);

    private static IsoDayOfWeek DayOf(DayOfWeek day) => day is DayOfWeek.Sunday ? IsoDayOfWeek.Sunday : (IsoDayOfWeek)day;

    /// <summary>A period and the instants for which it is the answer.</summary>
    private sealed record Found(HoursPeriod Period, DateTimeOffset From, DateTimeOffset Until);
}

/// <summary>A time in which a number stays open or closed.</summary>
/// <param name="Start">Null: it began more than 400 days ago.</param>
/// <param name="End">Null: it lasts more than 400 days.</param>
public sealed record HoursPeriod(bool IsOpen, DateTimeOffset? Start, DateTimeOffset? End);
