using System.Globalization;
using System.Text.Json;
using Balcao.Client.ServiceHours;
using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Audit;

/// <summary>Values of the audit trail that are words of the code, in the reader's language. What is not understood stays as it is stored.</summary>
public static class AuditValues
{
    /// <summary>The days of a week or dates with their hours, one a line: from <c>Monday 08:00-12:00, 2026-12-24 08:00-12:00</c>.</summary>
    public static string OfHours(string value, IStringLocalizer<Text> text) => string.Join('\n', value.Split(", ").Select(part =>
    {
        var (day, hours) = part.Split(' ', 2) is [var first, var rest] ? (first, rest) : (part, text["Hours.ClosedAllDay"].Value);
        if (DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return $"{date.ToString("d", CultureInfo.CurrentCulture)} {hours}";
        return Enum.TryParse<DayOfWeek>(day, out var weekday) ? $"{WeekGrid.NameOf(weekday)} {hours}" : part;
    }));

    public static string OfHolidays(string value, IStringLocalizer<Text> text) =>
        string.Join(", ", value.Split(", ").Select(part => Enum.TryParse<Holiday>(part, out var holiday) ? text["Holiday." + holiday].Value : part));

    /// <summary>The filter of a saved view, one part a line. What it names by an id has its label alone.</summary>
    public static string OfFilter(string value, IStringLocalizer<Text> text)
    {
        if (Read(value) is not { } filter) return value;
        (string Label, string? Value)[] parts =
        [
            ("Tickets.Status", filter.Status is "open" ? text["Tickets.AllOpen"].Value : Words<TicketStatus>("Ticket.", filter.Status)),
            ("Tickets.Owner", filter.Owner switch { "me" => text["Tickets.Mine"].Value, "none" => text["Tickets.NoOwner"].Value, { } => "", null => null }),
            ("Tickets.Group", Named(filter.Group)),
            ("Tickets.Urgency", Words<TicketUrgency>("TicketUrgency.", filter.Urgency)),
            ("Tickets.Tag", filter.Tag),
            ("Tickets.Contact", Named(filter.Contact)),
            ("Tickets.Category", Named(filter.Category)),
            ("Tickets.Origin", Named(filter.Origin)),
            ("Tickets.From", Day(filter.From)),
            ("Tickets.To", Day(filter.To)),
            ("Tickets.Field", filter.Field is null ? null : filter.Field.Split(':', 2)[^1]),
            ("Nav.Search", filter.Q),
            ("Tickets.Order", Words<TicketOrder>("TicketOrder.", filter.Order)),
        ];
        return string.Join('\n', parts.Where(part => part.Value is not null).Select(part => part.Value!.Length == 0 ? text[part.Label].Value : $"{text[part.Label].Value}: {part.Value}"));

        string? Words<T>(string family, string? names) where T : struct, Enum => names is null ? null
            : string.Join(", ", names.Split(',').Select(name => Enum.TryParse<T>(name, ignoreCase: true, out var one) ? text[family + one].Value : name));

        static string? Named(string? id) => id is null ? null : "";

        static string? Day(string? day) =>
            DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToString("d", CultureInfo.CurrentCulture) : day;
    }

    private static TicketFilter? Read(string value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, ContractJson.Default.TicketFilter);
        }
        catch (JsonException)
        {
            return null; // A long one is stored cut.
        }
    }
}
