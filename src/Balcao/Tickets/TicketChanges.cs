using System.Text.Json;
using System.Text.Json.Serialization;
using Balcao.Contract;

namespace Balcao.Tickets;

/// <summary>What an action changed, as it is stored with it.</summary>
internal static class TicketChanges
{
    public static string? ToJson(IReadOnlyList<TicketChange> changes) =>
        changes.Count == 0 ? null : JsonSerializer.Serialize(changes, TicketChangesJson.Default.IReadOnlyListTicketChange);

    public static IReadOnlyList<TicketChange> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, TicketChangesJson.Default.IReadOnlyListTicketChange)!;

    /// <summary>An enum's value as JSON names it.</summary>
    public static string NameOf<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<TicketChange>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class TicketChangesJson : JsonSerializerContext;
