using System.Globalization;
using Balcao.Contract;
using Balcao.ServiceHours;

namespace Balcao.Tests.ServiceHours;

/// <summary>When a number is open, and until when.</summary>
[Rule("H1", "H3")]
[WithoutDatabase]
public sealed class HoursTests
{
    private static readonly DayOfWeek[] Workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>Monday to Friday, 08:00 to 12:00 and 13:00 to 18:00.</summary>
    private static ServiceHoursDocument Office(string zone = "America/Sao_Paulo") => new()
    {
        TimeZone = zone,
        Weekly = [.. Workdays.SelectMany(day => (WeeklyInterval[])[new(day, 8 * 60, 12 * 60), new(day, 13 * 60, 18 * 60)])],
    };

    [Theory]
    [InlineData("2026-03-02 07:59:59", false)]
    [InlineData("2026-03-02 08:00:00", true)] // the start belongs to the hours
    [InlineData("2026-03-02 11:59:59", true)]
    [InlineData("2026-03-02 12:00:00", false)] // the end does not
    [InlineData("2026-03-02 13:00:00", true)]
    [InlineData("2026-03-02 18:00:00", false)]
    [InlineData("2026-03-07 10:00:00", false)] // Saturday
    public void The_start_is_in_hours_and_the_end_is_not(string local, bool isOpen) =>
        Assert.Equal(isOpen, new Hours(Office()).IsOpen(InSaoPaulo(local)));

    [Theory]
    [InlineData("2026-03-02 10:00", true, "2026-03-02 08:00", "2026-03-02 12:00")]
    [InlineData("2026-03-02 12:30", false, "2026-03-02 12:00", "2026-03-02 13:00")]
    [InlineData("2026-03-06 18:00", false, "2026-03-06 18:00", "2026-03-09 08:00")] // the weekend
    public void The_period_lasts_from_one_change_to_the_next(string at, bool isOpen, string start, string end) =>
        Assert.Equal(new HoursPeriod(isOpen, InSaoPaulo(start), InSaoPaulo(end)), new Hours(Office()).PeriodAt(InSaoPaulo(at)));

    [Fact]
    public void Intervals_that_touch_at_midnight_are_one_period()
    {
        var hours = new Hours(new ServiceHoursDocument
        {
            TimeZone = "America/Sao_Paulo", Weekly = [new(DayOfWeek.Monday, 22 * 60, 24 * 60), new(DayOfWeek.Tuesday, 0, 2 * 60)],
        });

        Assert.Equal(new HoursPeriod(true, InSaoPaulo("2026-03-02 22:00"), InSaoPaulo("2026-03-03 02:00")), hours.PeriodAt(InSaoPaulo("2026-03-03 00:00")));
    }

    [Fact]
    public void A_holiday_is_closed_and_an_exception_for_the_date_decides_before_it()
    {
        var closed = new Hours(Office() with { Holidays = [Holiday.Tiradentes] });
        var staffed = new Hours(Office() with { Holidays = [Holiday.Tiradentes], Dates = [new(new DateOnly(2026, 4, 21), "Plantão", [new(9 * 60, 11 * 60)])] });

        Assert.False(closed.IsOpen(InSaoPaulo("2026-04-21 10:00")));
        Assert.True(staffed.IsOpen(InSaoPaulo("2026-04-21 10:00")));
        Assert.False(staffed.IsOpen(InSaoPaulo("2026-04-21 14:00")));
    }

    [Fact]
    public void A_date_without_intervals_is_closed()
    {
        var hours = new Hours(Office() with { Dates = [new(new DateOnly(2026, 3, 3), "Inventário", [])] });

        Assert.Equal(new HoursPeriod(false, InSaoPaulo("2026-03-02 18:00"), InSaoPaulo("2026-03-04 08:00")), hours.PeriodAt(InSaoPaulo("2026-03-03 10:00")));
    }

    [Fact]
    public void An_hour_that_the_clocks_skip_is_in_no_hours_and_one_that_they_repeat_is_in_hours_twice()
    {
        ServiceHoursDocument night = new() { TimeZone = "America/New_York", Weekly = [new(DayOfWeek.Sunday, 60, 3 * 60)] };
        var hours = new Hours(night);

        // On 8 March 2026 01:59 is followed by 03:00; on 1 November 01:59 by 01:00.
        Assert.Equal(new HoursPeriod(true, Utc("2026-03-08 06:00"), Utc("2026-03-08 07:00")), hours.PeriodAt(Utc("2026-03-08 06:30")));
        Assert.Equal(new HoursPeriod(true, Utc("2026-11-01 05:00"), Utc("2026-11-01 08:00")), hours.PeriodAt(Utc("2026-11-01 06:30")));
    }

    [Fact]
    public void A_number_that_is_never_closed_or_never_open_has_no_next_change()
    {
        var never = new Hours(new ServiceHoursDocument { TimeZone = "UTC" });
        var always = new Hours(new ServiceHoursDocument { TimeZone = "UTC", Weekly = [.. Enum.GetValues<DayOfWeek>().Select(day => new WeeklyInterval(day, 0, 24 * 60))] });

        Assert.Equal(new HoursPeriod(false, null, null), never.PeriodAt(Utc("2026-03-02 10:00")));
        Assert.Equal(new HoursPeriod(true, null, null), always.PeriodAt(Utc("2026-03-02 10:00")));
        Assert.Equal(new HoursPeriod(true, null, null), Hours.AlwaysOpen("UTC").PeriodAt(Utc("2026-03-02 10:00")));
    }

    [Theory]
    [InlineData("0001-01-01 00:00")]
    [InlineData("9999-12-31 23:59")]
    public void Instants_at_the_ends_of_the_calendar_are_decided_too(string at)
    {
        Assert.False(new Hours(Office("UTC") with { Weekly = [] }).IsOpen(Utc(at)));
        _ = new Hours(Office("UTC")).PeriodAt(Utc(at));
    }

    [Theory, Rule("H6")]
    [InlineData(0, 0, true)]
    [InlineData(15, 0, true)] // exactly a quarter of an hour
    [InlineData(16, 16, false)] // late: by its arrival
    [InlineData(60 * 24, 60 * 24, false)]
    [InlineData(-5, 0, true)] // WhatsApp's clock is ahead of ours
    public void A_message_is_decided_by_its_timestamp_unless_it_arrives_late(int minutesLater, int decidedAfter, bool isLive)
    {
        var writtenAt = Utc("2026-03-02 10:00");

        Assert.Equal(
            new MessageTiming(writtenAt.AddMinutes(decidedAfter), isLive),
            MessageTiming.Of(writtenAt, writtenAt.AddMinutes(minutesLater)));
    }

    private static DateTimeOffset InSaoPaulo(string local) => new DateTimeOffset(DateTime.Parse(local, CultureInfo.InvariantCulture), TimeSpan.FromHours(-3)).ToUniversalTime();

    private static DateTimeOffset Utc(string instant) => new(DateTime.Parse(instant, CultureInfo.InvariantCulture), TimeSpan.Zero);

    [Fact]
    public void A_period_that_never_ends_is_remembered_too()
    {
        var hours = new Hours(new ServiceHoursDocument { TimeZone = "UTC" });

        var period = hours.PeriodAt(Opening);

        Assert.Equal(new HoursPeriod(false, null, null), period);
        Assert.Same(period, hours.PeriodAt(Opening.AddMinutes(30)));
    }
}
