using Balcao.Client.ServiceHours;
using Balcao.Contract;

namespace Balcao.Client.Tests.ServiceHours;

/// <summary>Hours while they are edited: what a pointer or a typed time does to the intervals of a day.</summary>
public sealed class HoursDraftTests
{
    private static List<EditedInterval> Office => [new(8 * 60, 12 * 60), new(13 * 60, 18 * 60)];

    [Theory]
    [InlineData(IntervalPart.Whole, -60, "07:00-11:00")]
    [InlineData(IntervalPart.Whole, 20, "08:15-12:15")] // in steps of a quarter of an hour
    [InlineData(IntervalPart.Whole, 300, "09:00-13:00")] // as far as the next interval
    [InlineData(IntervalPart.Whole, -2000, "00:00-04:00")]
    [InlineData(IntervalPart.Start, 2000, "11:45-12:00")]
    [InlineData(IntervalPart.Start, -2000, "00:00-12:00")]
    [InlineData(IntervalPart.End, 2000, "08:00-13:00")]
    [InlineData(IntervalPart.End, -2000, "08:00-08:15")]
    public void A_dragged_interval_stays_in_the_day_and_clear_of_its_neighbours(IntervalPart part, int minutes, string expected)
    {
        var day = Office;
        day.Move(day[0], (day[0].From, day[0].To), part, minutes);

        Assert.Equal(expected, $"{TimeText.Of(day[0].From)}-{TimeText.Of(day[0].To)}");
        Assert.False(day.Overlap());
    }

    [Fact]
    public void An_interval_is_drawn_where_the_day_is_free()
    {
        var day = Office;

        Assert.Null(day.AddAt(9 * 60));
        var lunch = day.AddAt(12 * 60 + 50)!;
        Assert.Equal((12 * 60 + 45, 13 * 60), (lunch.From, lunch.To));
        var night = day.AddAt(24 * 60 - 1)!;
        Assert.Equal((24 * 60 - 15, 24 * 60), (night.From, night.To));
        Assert.False(day.Overlap());
    }

    [Fact]
    public void The_next_interval_is_the_morning_and_then_the_time_after_a_break()
    {
        List<EditedInterval> day = [];

        Assert.True(day.AddNext());
        Assert.True(day.AddNext());
        Assert.Equal(Office.Select(i => (i.From, i.To)), day.Select(i => (i.From, i.To)));
        Assert.True(day.AddNext());
        Assert.False(day.AddNext()); // until midnight
    }

    [Fact]
    public void A_copied_day_is_independent_of_its_source()
    {
        var draft = new HoursDraft { TimeZone = "America/Sao_Paulo" };
        draft.Of(DayOfWeek.Monday).AddRange(Office);

        draft.Copy(DayOfWeek.Monday, HoursDraft.Workdays);
        draft.Of(DayOfWeek.Monday)[0].From = 0;

        Assert.Equal(8 * 60, draft.Of(DayOfWeek.Friday)[0].From);
        Assert.Empty(draft.Of(DayOfWeek.Saturday));
    }

    [Fact]
    public void What_was_read_is_saved_as_it_was()
    {
        ServiceHoursDocument hours = new()
        {
            TimeZone = "America/Manaus", Weekly = [new(DayOfWeek.Monday, 480, 720), new(DayOfWeek.Sunday, 1320, 1440)], Holidays = [Holiday.Christmas],
            Dates = [new(new DateOnly(2026, 12, 24), "Véspera", [new(480, 720)])],
        };

        Assert.Equivalent(hours, HoursDraft.Of(hours).ToDocument(), strict: true);
    }

    [Theory]
    [InlineData("08:30", false, 510)]
    [InlineData("00:00", false, 0)]
    [InlineData("00:00", true, 1440)]
    [InlineData("", false, null)]
    public void Midnight_at_the_end_of_an_interval_is_the_end_of_the_day(string typed, bool isEnd, int? minute) => Assert.Equal(minute, TimeText.Read(typed, isEnd));
}
