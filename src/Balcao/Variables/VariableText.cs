using System.Globalization;
using System.Text.RegularExpressions;

namespace Balcao.Variables;

/// <summary>What the variables of a text stand for. Null: the value is missing, and the variable's fallback is used.</summary>
public sealed record VariableValues
{
    public Guid? TicketId { get; init; }

    public long? TicketProtocol { get; init; }

    public string? TicketSubject { get; init; }

    public string? TicketStatus { get; init; }

    public string? ContactName { get; init; }

    public string? ContactPhone { get; init; }

    public string? AgentName { get; init; }

    public string? GroupName { get; init; }

    public string? NumberDisplay { get; init; }

    public string? TenantName { get; init; }

    public int? QueuePosition { get; init; }

    /// <summary>In the number's time zone, for the greeting, the date and the time.</summary>
    public DateTimeOffset? LocalTime { get; init; }
}

/// <summary>Texts with variables, such as <c>Olá, {contact.firstName|cliente}</c>. Nothing but the listed names is ever evaluated.</summary>
public static partial class VariableText
{
    public static string Expand(string text, VariableValues values) => Variable().Replace(text, match =>
        ValueOf(match.Groups["name"].Value, values) is { Length: > 0 } value ? value : match.Groups["fallback"].Value);

    private static string? ValueOf(string name, VariableValues values) => name switch
    {
        "ticket.id" => values.TicketId?.ToString(),
        "ticket.protocol" => values.TicketProtocol?.ToString(CultureInfo.InvariantCulture),
        "ticket.subject" => values.TicketSubject,
        "ticket.status" => values.TicketStatus,
        "contact.name" => values.ContactName,
        "contact.phone" => values.ContactPhone,
        "agent.name" => values.AgentName,
        "group.name" => values.GroupName,
        "number.display" => values.NumberDisplay,
        "tenant.name" => values.TenantName,
        "queue.position" => values.QueuePosition?.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+(\.[A-Za-z]+)?)(\|(?<fallback>[^{}]*))?\}", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
