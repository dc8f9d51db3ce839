using System.Globalization;
using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Shell;

/// <summary>Formats times, durations and sizes in the reader's culture and in the browser's time zone.</summary>
public sealed class Formats(TimeProvider time, IStringLocalizer<Text> text)
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, time.LocalTimeZone);

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);

    /// <summary>14:05</summary>
    public string Time(DateTimeOffset at) => Local(at).ToString("t", Culture);

    /// <summary>22/11/2026</summary>
    public string Date(DateTimeOffset at) => Local(at).ToString("d", Culture);

    /// <summary>22/11/2026 14:05</summary>
    public string DateAndTime(DateTimeOffset at) => Local(at).ToString("g", Culture);

    /// <summary>The instant at which a day begins that a date field contains, here; null if it contains none.</summary>
    public DateTimeOffset? StartOfDay(string? isoDate, int daysLater = 0)
    {
        if (!DateOnly.TryParseExact(isoDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 1970 or > 9000) return null;
        var start = day.AddDays(daysLater).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(start, time.LocalTimeZone.GetUtcOffset(start)).ToUniversalTime();
    }

    /// <summary>Today, yesterday, the weekday within a week, otherwise the date.</summary>
    public string Day(DateOnly day)
    {
        var age = DayOf(time.GetUtcNow()).DayNumber - day.DayNumber;
        return age switch
        {
            0 => text["Time.Today"],
            1 => text["Time.Yesterday"],
            > 1 and < 7 => Culture.DateTimeFormat.GetDayName(day.DayOfWeek),
            _ => day.ToString("d", Culture),
        };
    }

    /// <summary>For lists: the time if it is today, otherwise the day.</summary>
    public string TimeOrDay(DateTimeOffset at) =>
        DayOf(at) == DayOf(time.GetUtcNow()) ? Time(at) : Day(DayOf(at));

    /// <summary>"agora", 3 min, 1 h 20, 2 d</summary>
    public string Elapsed(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => text["Time.Now"],
        { TotalHours: < 1 } => text["Time.Minutes", (int)span.TotalMinutes],
        { TotalDays: < 1 } => text["Time.HoursMinutes", (int)span.TotalHours, span.Minutes.ToString("00", Culture)],
        _ => text["Time.Days", (int)span.TotalDays],
    };

    /// <summary>0:07, 12:30</summary>
    public static string Length(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{(int)(milliseconds / 60_000)}:{(int)(milliseconds / 1000) % 60:00}");

    /// <summary>12 KB, 3,4 MB</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => string.Create(Culture, $"{bytes / 1024.0:0} KB"),
        _ => string.Create(Culture, $"{bytes / (1024.0 * 1024):0.#} MB"),
    };
}
