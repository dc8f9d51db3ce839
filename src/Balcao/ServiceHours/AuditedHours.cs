using System.Globalization;
using Balcao.Contract;

namespace Balcao.ServiceHours;

/// <summary>A number's hours for the audit trail.</summary>
public sealed record AuditedHours(string TimeZone, bool IsAlwaysOpen, string Weekly, string Holidays, string Dates)
{
    public static AuditedHours Of(ServiceHoursDocument hours) => new(
        hours.TimeZone, hours.IsAlwaysOpen,
        string.Join(", ", hours.Weekly.Select(i => $"{i.Day} {Clock(i.FromMinute)}-{Clock(i.ToMinute)}")),
        string.Join(", ", hours.Holidays.Order()),
        string.Join(", ", hours.Dates.Select(date =>
            $"{date.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {string.Join(' ', date.Intervals.Select(i => $"{Clock(i.FromMinute)}-{Clock(i.ToMinute)}"))}".TrimEnd())));

    private static string Clock(int minute) => $"{minute / 60:00}:{minute % 60:00}";
}
