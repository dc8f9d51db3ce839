using Balcao.Contract;
using Balcao.ServiceHours;
using CsCheck;
using NodaTime;

namespace Balcao.Tests.ServiceHours;

/// <summary>
/// Compares the computed periods with a naive reading of the rule: look at each minute by itself, in local time. For any grid, zone and
/// instant; half of the instants are near a change of the clocks.
/// </summary>
[Rule("H1", "H3", "H6")]
[WithoutDatabase]
public sealed class HoursPropertyTests
{
    /// <summary>How far the oracle looks, in minutes.</summary>
    private const int Reach = 3 * 24 * 60;

    // Half of the grids have one of these, the others any zone. Changes at midnight (São Paulo until 2019), of half an hour (Lord Howe), of
    // a whole day (Apia), twice in a year and around Ramadan (Casablanca), and offsets of a quarter of an hour.
    private static readonly string[] Unusual =
    [
        "America/Sao_Paulo", "America/New_York", "Europe/Lisbon", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu",
        "America/Santiago", "UTC",
    ];

    private static readonly Gen<string> Zones = Gen.OneOf(Of(Unusual), Of([.. DateTimeZoneProviders.Tzdb.Ids]));

    private static readonly Gen<DayInterval[]> Day = Gen.OneOf(
        Gen.Const(Array.Empty<DayInterval>()),
        Gen.Const((DayInterval[])[new(0, 24 * 60)]),
        Gen.Int[0, 24 * 60].Array[2, 8].Select(cuts => cuts.Distinct().Order().Chunk(2).Where(pair => pair.Length == 2)
            .Select(pair => new DayInterval(pair[0], pair[1])).ToArray()));

    internal static readonly Gen<(string Zone, DayInterval[][] Week, (int Offset, DayInterval[] Day)[] Dates, Holiday[] Holidays)> Grids = Gen.Select(
        Zones, Day.Array[7], Gen.Select(Gen.Int[-3, 3], Day).Array[0, 3],
        Gen.OneOf(Gen.Const(Array.Empty<Holiday>()), Gen.Const(Enum.GetValues<Holiday>())));

    internal static readonly Gen<(bool NearChange, int Pick, int Minutes, int Seconds)[]> Moments =
        Gen.Select(Gen.Bool, Gen.Int[0, 100_000], Gen.Int[-2_000, 2_000], Gen.Int[0, 59]).Array[1, 4];

    private static Gen<string> Of(string[] zones) => Gen.Int[0, zones.Length - 1].Select(i => zones[i]);

    [Fact]
    public void Hours_agree_with_a_look_at_each_minute() => Gen.Select(Grids, Moments).Sample((grid, moments) =>
    {
        var zone = DateTimeZoneProviders.Tzdb[grid.Zone];
        var instants = moments.Select(moment => InstantOf(zone, moment)).ToList();
        var document = DocumentOf(grid, instants[0].InZone(zone).Date);
        var hours = new Hours(document);
        var oracle = new Oracle(document, zone);
        // Twice, because the last period is remembered.
        foreach (var at in instants.Concat(instants)) Compare(hours, oracle, at);
    }, iter: 150);

    [Fact]
    public void A_late_message_is_decided_by_its_arrival_and_any_other_by_its_timestamp() => Gen.Select(Grids, Moments, Gen.Int[-60, 7 * 24 * 60]).Sample((grid, moments, delay) =>
    {
        var zone = DateTimeZoneProviders.Tzdb[grid.Zone];
        var written = InstantOf(zone, moments[0]);
        var document = DocumentOf(grid, written.InZone(zone).Date);
        var arrived = written + Duration.FromMinutes(delay);

        var decided = MessageTiming.Of(written.ToDateTimeOffset(), arrived.ToDateTimeOffset());

        Assert.Equal(new Oracle(document, zone).IsOpen(delay > 15 ? arrived : written), new Hours(document).IsOpen(decided.DecidedAt));
        Assert.Equal(delay <= 15, decided.IsLive);
    }, iter: 500);

    private static void Compare(Hours hours, Oracle oracle, Instant at)
    {
        var isOpen = oracle.IsOpen(at);
        Assert.Equal(isOpen, hours.IsOpen(at.ToDateTimeOffset()));

        var period = hours.PeriodAt(at.ToDateTimeOffset());
        Assert.Equal(isOpen, period.IsOpen);
        var minute = Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 60 * 60);
        var (since, until) = (0, 1);
        while (since < Reach && oracle.IsOpen(minute - Duration.FromMinutes(since + 1)) == isOpen) since++;
        while (until < Reach && oracle.IsOpen(minute + Duration.FromMinutes(until)) == isOpen) until++;
        var (start, end) = ((minute - Duration.FromMinutes(since)).ToDateTimeOffset(), (minute + Duration.FromMinutes(until)).ToDateTimeOffset());
        if (since < Reach) Assert.Equal(start, period.Start);
        else Assert.True(period.Start is null || period.Start <= start);
        if (until < Reach) Assert.Equal(end, period.End);
        else Assert.True(period.End is null || period.End >= end);
    }

    internal static Instant InstantOf(DateTimeZone zone, (bool NearChange, int Pick, int Minutes, int Seconds) moment)
    {
        var first = Instant.FromUtc(2010, 1, 1, 0, 0);
        var changes = zone.GetZoneIntervals(first, Instant.FromUtc(2030, 1, 1, 0, 0)).Where(i => i.HasStart && i.Start > first).Select(i => i.Start).ToList();
        var near = moment.NearChange && changes.Count > 0 ? changes[moment.Pick % changes.Count] : first + Duration.FromHours(moment.Pick);
        return near + Duration.FromMinutes(moment.Minutes) + Duration.FromSeconds(moment.Seconds);
    }

    internal static ServiceHoursDocument DocumentOf(
        (string Zone, DayInterval[][] Week, (int Offset, DayInterval[] Day)[] Dates, Holiday[] Holidays) grid, LocalDate around) => new()
    {
        TimeZone = grid.Zone,
        Weekly = [.. grid.Week.Index().SelectMany(day => day.Item.Select(i => new WeeklyInterval((DayOfWeek)day.Index, i.FromMinute, i.ToMinute)))],
        Holidays = grid.Holidays,
        Dates = [.. grid.Dates.DistinctBy(d => d.Offset).Select(d => new DateHours(around.PlusDays(d.Offset).ToDateOnly(), null, d.Day))],
    };

    /// <summary>The rule read word by word, without a thought for speed.</summary>
    private sealed class Oracle(ServiceHoursDocument document, DateTimeZone zone)
    {
        public bool IsOpen(Instant at)
        {
            var local = at.InZone(zone);
            var (date, minute) = (local.Date.ToDateOnly(), local.Hour * 60 + local.Minute);
            if (document.Dates.FirstOrDefault(d => d.Date == date) is { } own) return own.Intervals.Any(i => i.FromMinute <= minute && minute < i.ToMinute);
            if (document.Holidays.Any(holiday => BrazilianHolidays.DateOf(holiday, date.Year) == date)) return false;
            return document.Weekly.Any(i => i.Day == date.DayOfWeek && i.FromMinute <= minute && minute < i.ToMinute);
        }
    }
}
