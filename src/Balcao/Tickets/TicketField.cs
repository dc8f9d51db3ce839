using System.Globalization;
using System.Text.Json;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Tickets;

/// <summary>Something the tenant wants to know of its tickets.</summary>
public sealed class TicketField : ITenantOwned, IVersioned
{
    public const int LongestName = 60, LongestValue = 500, LongestChoice = 80;

    public const int Most = 30, MostChoices = 100;

    /// <summary>12.5 for 12.50: equal numbers are equal texts. A decimal has at most 28 places.</summary>
    private const string ShortestNumber = "0.############################";

    public required TenantId TenantId { get; init; }

    public required TicketFieldId Id { get; init; }

    public required string Name { get; set; }

    public required TicketFieldKind Kind { get; init; }

    /// <summary>JSON of the texts; null: none.</summary>
    public string? Choices { get; private set; }

    public bool IsEnabled { get; set; } = true;

    public int Version { get; set; }

    public IReadOnlyList<string> ChoiceList
    {
        get => Choices is null ? [] : JsonSerializer.Deserialize(Choices, ContractJson.Default.IReadOnlyListString)!;
        set => Choices = value.Count == 0 ? null : JsonSerializer.Serialize(value, ContractJson.Default.IReadOnlyListString);
    }

    public TicketFieldItem ToItem() => new(Id, Name, Kind, ChoiceList, IsEnabled) { Version = Version };

    /// <summary>The value as it is stored: numbers and dates in one notation, so that they compare and sort. Null if it is none.</summary>
    public string? Read(string typed)
    {
        var text = typed.Trim();
        return Kind switch
        {
            TicketFieldKind.Text => text.Length is > 0 and <= LongestValue ? text : null,
            TicketFieldKind.Number => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? (number == 0 ? 0 : number).ToString(ShortestNumber, CultureInfo.InvariantCulture) : null,
            TicketFieldKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            _ => ChoiceList.Contains(text) ? text : null,
        };
    }
}

/// <summary>What a ticket has for a field.</summary>
public sealed class TicketFieldValue : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required TicketId TicketId { get; init; }

    public required TicketFieldId FieldId { get; init; }

    public required string Value { get; set; }
}
