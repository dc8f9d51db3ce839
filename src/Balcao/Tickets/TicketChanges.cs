using System.Text.Json;
using Balcao.Contract;

namespace Balcao.Tickets;

/// <summary>What an action changed, as it is stored with it.</summary>
internal static class TicketChanges
{
    public static string? ToJson(IReadOnlyList<TicketChange> changes) =>
        changes.Count == 0 ? null : JsonSerializer.Serialize(changes, ContractJson.Default.IReadOnlyListTicketChange);

    public static IReadOnlyList<TicketChange> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, ContractJson.Default.IReadOnlyListTicketChange)!;

    /// <summary>An enum's value as JSON names it.</summary>
    public static string NameOf<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
