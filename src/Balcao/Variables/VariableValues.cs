using System.Globalization;
using Balcao.Contract;

namespace Balcao.Variables;

/// <summary>What the variables of a text stand for. Null: the value is missing, and the variable's fallback is used.</summary>
public sealed record VariableValues
{
    public Guid? TicketId { get; init; }

    public long? TicketProtocol { get; init; }

    public string? TicketSubject { get; init; }

    /// <summary>In words, see <see cref="StatusWords"/>.</summary>
    public string? TicketStatus { get; init; }

    /// <summary>Null if the contact is known only by its phone: nobody wants to be addressed by a number.</summary>
    public string? ContactName { get; init; }

    public string? ContactPhone { get; init; }

    public string? AgentName { get; init; }

    public string? GroupName { get; init; }

    public string? NumberDisplay { get; init; }

    public string? TenantName { get; init; }

    public int? QueuePosition { get; init; }

    /// <summary>In the number's time zone, for the greeting, the date and the time.</summary>
    public DateTimeOffset? LocalTime { get; init; }

    /// <summary>
    /// The first word of the name that has a letter: people decorate their names with emoji. A title of courtesy keeps the word that
    /// follows it, because nobody is addressed by the title alone: "Dona Lúcia".
    /// </summary>
    public string? ContactFirstName => ContactName?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word.Any(char.IsLetter) && !word.StartsWith('@')).Take(2).ToArray() switch
    {
        [var title, var name] when Courtesy.IsTitle(title) => $"{title} {name}",
        [var first, ..] => first,
        _ => null,
    };

    /// <summary>In the language of the customers, who are Brazilian, whatever the agent's screen speaks.</summary>
    public string? Greeting => LocalTime?.Hour switch
    {
        null => null,
        >= 5 and < 12 => "bom dia",
        >= 12 and < 18 => "boa tarde",
        _ => "boa noite",
    };

    internal string? Of(string name) => name switch
    {
        VariableNames.TicketId => TicketId?.ToString(),
        VariableNames.TicketProtocol => TicketProtocol?.ToString(CultureInfo.InvariantCulture),
        VariableNames.TicketSubject => TicketSubject,
        VariableNames.TicketStatus => TicketStatus,
        VariableNames.ContactName => ContactName,
        VariableNames.ContactFirstName => ContactFirstName,
        VariableNames.ContactPhone => ContactPhone,
        VariableNames.AgentName => AgentName,
        VariableNames.GroupName => GroupName,
        VariableNames.NumberDisplay => NumberDisplay,
        VariableNames.TenantName => TenantName,
        VariableNames.QueuePosition => QueuePosition?.ToString(CultureInfo.InvariantCulture),
        VariableNames.Greeting => Greeting,
        VariableNames.Date => LocalTime?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
        VariableNames.Time => LocalTime?.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => null,
    };
}

/// <summary>A ticket's status as a customer reads it.</summary>
public static class StatusWords
{
    /// <returns>Null if there is no word for the status.</returns>
    public static string? Of(TicketStatus status) => status.ToString() switch
    {
        "Open" => "aberto",
        "New" => "novo",
        "InAttendance" => "em atendimento",
        "Waiting" => "aguardando",
        "Resolved" => "resolvido",
        "Closed" => "fechado",
        "Cancelled" => "cancelado",
        _ => null,
    };
}
