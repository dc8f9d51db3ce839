using Balcao.Chats;
using Balcao.Contract;
using Balcao.ServiceHours;

namespace Balcao.Tests.Chats;

/// <summary>Until when a waiting chat is told its place in the queue, or that nobody is online.</summary>
[Rule("H7", "A10")]
[WithoutDatabase]
public sealed class WaitingOverHoursTests
{
    /// <summary>Every day 08:00 to 12:00 and 13:00 to 18:00, in UTC.</summary>
    private static readonly Hours Office = new(new ServiceHoursDocument
    {
        TimeZone = "UTC",
        Weekly = [.. Enum.GetValues<DayOfWeek>().SelectMany(day => (WeeklyInterval[])[new(day, 8 * 60, 12 * 60), new(day, 13 * 60, 18 * 60)])],
    });

    /// <param name="wrote">Day of the month and time.</param>
    [Theory]
    [InlineData("2 17:55", "2 17:55", "2 17:59", false)] // in the hours in which they wrote
    [InlineData("2 08:00", "2 08:00", "2 08:00", false)] // the first instant
    [InlineData("2 17:55", "2 17:55", "2 18:00", true)] // at the bell nothing is said
    [InlineData("2 17:55", "2 17:55", "2 22:00", true)] // nor at night, when the last agent leaves
    [InlineData("2 17:55", "2 17:55", "3 08:00", true)] // nor in the morning, when the first one comes
    [InlineData("2 11:55", "2 11:55", "2 13:05", true)] // nor after lunch
    [InlineData("2 19:00", "2 19:00", "2 19:01", true)] // who wrote at night has the text of the night
    [InlineData("2 19:00", "2 19:00", "3 08:01", true)]
    [InlineData("3 08:01", "2 17:55", "3 08:02", false)] // they wrote again
    [InlineData("2 17:55", "2 18:02", "2 18:03", false)] // came in after closing, decided by its own time, and nothing was said yet
    [InlineData("2 17:50", "2 18:02", "2 18:16", true)]
    [InlineData("2 11:00", "2 11:00", "3 11:00", true)] // the window has closed
    public void A_chat_is_silent_once_its_number_has_closed(string wrote, string opened, string now, bool isTooLate) =>
        Assert.Equal(isTooLate, WaitingOverHours.IsTooLate(At(wrote), At(opened), Office, At(now)));

    [Fact]
    public void A_number_without_hours_knows_no_night()
    {
        foreach (var hours in (Hours?[])[null, Hours.AlwaysOpen("America/Sao_Paulo")])
        {
            Assert.False(WaitingOverHours.IsTooLate(At("2 18:00"), At("2 18:00"), hours, At("3 17:59")));
            Assert.True(WaitingOverHours.IsTooLate(At("2 18:00"), At("2 18:00"), hours, At("3 18:00")));
            Assert.True(WaitingOverHours.IsTooLate(null, At("2 18:00"), hours, At("2 18:01")));
        }
    }

    [Fact]
    public void A_number_that_never_opens_says_nothing() =>
        Assert.True(WaitingOverHours.IsTooLate(At("2 10:00"), At("2 10:00"), new Hours(new ServiceHoursDocument { TimeZone = "UTC" }), At("2 10:01")));

    private static DateTimeOffset At(string dayAndTime) => DateTimeOffset.Parse($"2026-03-0{dayAndTime.Replace(" ", "T", StringComparison.Ordinal)}:00Z", System.Globalization.CultureInfo.InvariantCulture);
}
