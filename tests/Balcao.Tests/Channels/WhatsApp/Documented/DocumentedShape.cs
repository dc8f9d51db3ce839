using System.Text.Json.Nodes;

namespace Balcao.Tests.Channels.WhatsApp.Documented;

/// <summary>
/// The shape of one kind of webhook as Meta documents it: which members its value has. Paths begin in the value, <c>[]</c> stands
/// for every element of a list, and <c>.**</c> for anything below.
/// </summary>
/// <param name="Name">Unique.</param>
/// <param name="Field">The field of the change.</param>
/// <param name="Page">Title of Meta's page, or of the part of it.</param>
/// <param name="Date">When the page was last changed, or read.</param>
internal sealed record DocumentedShape(string Name, string Field, string Page, string Date)
{
    /// <summary>What tells the kind from others of the field: <c>path</c> must be there, or <c>path=value</c>.</summary>
    public required string[] When { get; init; }

    public required string[] Always { get; init; }

    public string[] Sometimes { get; init; } = [];

    /// <summary>Why the simulator does not send it; null: it does.</summary>
    public string? NotSimulated { get; init; }

    public bool IsOf(string field, JsonObject value) => field == Field && When.All(condition => Holds(value, condition));

    /// <summary>What the value has beyond the documented shape, and what it lacks.</summary>
    public IEnumerable<string> Faults(JsonObject value)
    {
        var paths = JsonPaths.Of(value).Where(path => path.Length > 0).ToHashSet();
        foreach (var path in paths.Where(path => !Always.Concat(Sometimes).Any(documented => Covers(documented, path))).Order(StringComparer.Ordinal))
            yield return $"{Name}: {path} is not documented ({Page}, {Date})";
        foreach (var path in Always.Where(path => !paths.Any(found => Covers(path, found))))
            yield return $"{Name}: {path} is missing ({Page}, {Date})";
    }

    public override string ToString() => Name;

    private static bool Holds(JsonObject value, string condition)
    {
        var parts = condition.Split('=', 2);
        var wanted = parts.Length == 2 ? parts[1] : null;
        return JsonPaths.ValuesAt(value, parts[0]).Any(found => wanted is null || found?.ToString() == wanted);
    }

    private static bool Covers(string documented, string path) =>
        documented.EndsWith("**", StringComparison.Ordinal) ? path.StartsWith(documented[..^2].TrimEnd('.'), StringComparison.Ordinal) : documented == path;
}

/// <summary>The members of a JSON value by their paths.</summary>
internal static class JsonPaths
{
    /// <summary>The path of every member that has none below it. An empty object or list counts as such a member.</summary>
    public static IEnumerable<string> Of(JsonNode? node, string path = "") => node switch
    {
        JsonObject { Count: > 0 } json => json.SelectMany(member => Of(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray { Count: > 0 } list => list.SelectMany(item => Of(item, path + "[]")),
        _ => [path],
    };

    public static IEnumerable<JsonNode?> ValuesAt(JsonNode? node, string path)
    {
        if (path.Length == 0) return [node];
        if (path.StartsWith("[]", StringComparison.Ordinal))
            return node is JsonArray list ? list.SelectMany(item => ValuesAt(item, path[2..].TrimStart('.'))) : [];
        var end = path.IndexOfAny(['.', '[']);
        var (name, rest) = end < 0 ? (path, "") : (path[..end], path[end..].TrimStart('.'));
        return node is JsonObject json && json.TryGetPropertyValue(name, out var member) ? ValuesAt(member, rest) : [];
    }

    /// <summary>The value once for each of its messages, statuses and echoes, with all its other members: each is of a kind of its own.</summary>
    public static IEnumerable<JsonObject> Singles(JsonObject value)
    {
        var lists = Lists(value).ToList();
        if (lists.Sum(list => list.Items.Count) <= 1) return [value];
        return
        [
            .. from list in lists
               from index in Enumerable.Range(0, list.Items.Count)
               select Only(value, list.Path, index),
        ];
    }

    private static readonly string[] OfUpdates = ["messages", "statuses", "message_echoes"];

    private static IEnumerable<(string[] Path, JsonArray Items)> Lists(JsonObject value)
    {
        foreach (var name in OfUpdates)
        {
            if (value[name] is JsonArray direct) yield return ([name], direct);
            if (value["standby"] is JsonObject standby && standby[name] is JsonArray inside) yield return (["standby", name], inside);
        }
    }

    private static JsonObject Only(JsonObject value, string[] path, int index)
    {
        var copy = value.DeepClone().AsObject();
        foreach (var (other, _) in Lists(copy).ToList())
        {
            var holder = other.Length == 1 ? copy : copy[other[0]]!.AsObject();
            var items = holder[other[^1]]!.AsArray();
            if (other.SequenceEqual(path)) holder[other[^1]] = new JsonArray(items[index]!.DeepClone());
            else holder.Remove(other[^1]);
        }
        return copy;
    }
}
