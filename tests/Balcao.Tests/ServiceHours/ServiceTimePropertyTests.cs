using Balcao.ServiceHours;
using CsCheck;
using NodaTime;

namespace Balcao.Tests.ServiceHours;

/// <summary>
/// Compares counted service time with a naive reading: look at each third of a minute by itself, and count it if the number is open
/// then and no pause contains it. For any grid, zone and instant, changes of the clocks included.
/// </summary>
[Rule("H1", "H3")]
[WithoutDatabase]
public sealed class ServiceTimePropertyTests
{
    private const int Step = 20;

    /// <summary>How far the oracle looks, in steps.</summary>
    private const int Reach = 5 * 24 * 3600 / Step;

    /// <summary>Pauses as cuts in steps from the start; if their number is odd, the last pause does not end.</summary>
    private static readonly Gen<int[]> Cuts = Gen.Int[0, Reach].Array[0, 7].Select(cuts => cuts.Distinct().Order().ToArray());

    [Fact]
    public void Service_time_agrees_with_a_look_at_each_third_of_a_minute() =>
        Gen.Select(HoursPropertyTests.Grids, HoursPropertyTests.Moments, Cuts, Gen.Int[1, 3_000]).Sample((grid, moments, cuts, minutes) =>
        {
            var zone = DateTimeZoneProviders.Tzdb[grid.Zone];
            var near = HoursPropertyTests.InstantOf(zone, moments[0]).ToUnixTimeSeconds();
            var from = DateTimeOffset.FromUnixTimeSeconds(near / Step * Step);
            var hours = new Hours(HoursPropertyTests.DocumentOf(grid, Instant.FromDateTimeOffset(from).InZone(zone).Date));
            ServicePause[] pauses = [.. cuts.Chunk(2).Select(cut => new ServicePause(from.AddSeconds(cut[0] * Step), cut.Length == 2 ? from.AddSeconds(cut[1] * Step) : null))];
            var wanted = minutes * 60 / Step;

            var (counted, steps) = (0, 0);
            for (; steps < Reach && counted < wanted; steps++)
                if (hours.IsOpen(from.AddSeconds(steps * Step)) && !cuts.Chunk(2).Any(cut => cut[0] <= steps && (cut.Length == 1 || steps < cut[1]))) counted++;

            var until = from.AddSeconds(steps * Step);
            Assert.Equal(TimeSpan.FromSeconds(counted * Step), ServiceTime.Between(hours, from, until, pauses));
            var after = ServiceTime.After(hours, from, TimeSpan.FromMinutes(minutes), pauses);
            if (counted == wanted) Assert.Equal(until, after);
            else Assert.True(after is null || after > until);
        }, iter: 120);

    [Theory]
    [InlineData("2026-11-30T12:00Z", 60, "2026-11-30T13:00Z")]
    // A second of the clock is a second of service.
    [InlineData("2026-11-30T12:00:07Z", 1, "2026-11-30T12:01:07Z")]
    // The last minute of a day's service, not the first of the next day.
    [InlineData("2026-11-30T20:30Z", 30, "2026-11-30T21:00Z")]
    [InlineData("2026-11-30T20:30Z", 31, "2026-12-01T11:01Z")]
    // Over a weekend.
    [InlineData("2026-12-04T20:00Z", 120, "2026-12-07T12:00Z")]
    [InlineData("2026-12-05T03:00Z", 1, "2026-12-07T11:01Z")]
    // Nine weeks of 50 hours.
    [InlineData("2026-11-30T11:00Z", 27_000, "2027-01-29T21:00Z")]
    public void A_target_ends_within_the_service_hours(string from, int minutes, string end)
    {
        // Monday to Friday from 8 to 18 o'clock in São Paulo.
        var hours = new Hours(new()
        {
            TimeZone = "America/Sao_Paulo", Weekly = [.. Enumerable.Range(1, 5).Select(day => new Contract.WeeklyInterval((DayOfWeek)day, 8 * 60, 18 * 60))],
        });

        Assert.Equal(At(end), ServiceTime.After(hours, At(from), TimeSpan.FromMinutes(minutes), []));
    }

    [Fact]
    public void A_number_that_never_opens_has_no_end() =>
        Assert.Null(ServiceTime.After(new Hours(new() { TimeZone = "UTC" }), Opening, TimeSpan.FromMinutes(1), []));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
