using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Balcao.Contract;

namespace Balcao.Platform;

/// <summary>Compares two records field by field, for the audit trail.</summary>
public static class AuditChanges
{
    /// <summary>In characters: longer values are cut, so that one change cannot fill the trail.</summary>
    public const int LongestValue = 4096;

    /// <summary>The fields that differ, in the order of the record; of a created or deleted record those that have a value.</summary>
    public static IReadOnlyList<AuditChange> Between(object? before, object? after)
    {
        if ((after ?? before) is not { } known) return [];
        var changes = new List<AuditChange>();
        foreach (var property in known.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            var (was, now) = (ValueOf(property, before), ValueOf(property, after));
            if (was == now) continue;
            var field = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            changes.Add(property.IsDefined(typeof(SecretAttribute)) ? new AuditChange(field, null, null, IsSecret: true) : new AuditChange(field, Cut(was), Cut(now)));
        }
        return changes;
    }

    internal static string? NameOf(object record) => record.GetType().GetProperty("Name") is { } name && name.PropertyType == typeof(string) ? (string?)name.GetValue(record) : null;

    internal static string? ToText(IReadOnlyList<AuditChange> changes) =>
        changes.Count == 0 ? null : JsonSerializer.Serialize([.. changes], ContractJson.Default.ListAuditChange);

    public static IReadOnlyList<AuditChange> FromText(string? stored) =>
        stored is null ? [] : JsonSerializer.Deserialize(stored, ContractJson.Default.ListAuditChange)!;

    private static string? ValueOf(PropertyInfo property, object? record) => record is null ? null : TextOf(property.GetValue(record));

    /// <summary>Null for what has no value: an empty text or list is stored as none.</summary>
    private static string? TextOf(object? value) => value switch
    {
        null or "" => null,
        string text => text,
        bool isSo => isSo ? "true" : "false",
        Enum choice => choice.ToString(),
        DateTimeOffset at => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => TextOf(string.Join('\n', list.Cast<object?>().Select(TextOf))),
        _ => value.ToString(),
    };

    private static string? Cut(string? value) => value is { Length: > LongestValue } ? Clip.To(value, LongestValue) + "…" : value;
}
