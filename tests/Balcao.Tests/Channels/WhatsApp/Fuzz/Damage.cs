using System.Text.Json.Nodes;

namespace Balcao.Tests.Channels.WhatsApp.Fuzz;

/// <summary>Damages JSON: a node is replaced, removed, renamed, duplicated, wrapped or enlarged.</summary>
internal static class Damage
{
    private static readonly string[] OddValues =
    [
        "null", "true", "0", "-1", "1.5", "1e308", "-9223372036854775808", "99999999999999999999", "\"\"", "\" \"", "\"0\"", "\"-1\"", "\"1790000000\"", "1790000000",
        "\"253402300799\"", "253402300799999", "\"99999999999\"", "\"NaN\"", "\"ontem\"", "\"~u0000\"", "\"~ud83d\"", "\"~udc00x\"", "[]", "{}", "[[]]", "[null]", "{\"\":{}}", "{\"id\":\"nested\"}",
        "[1,\"a\",{}]", "\"text\"", "\"reaction\"", "\"edit\"", "\"system\"", "\"group\"", "\"failed\"", "\"5511900000000\"", "\"+55 (11) 90000-0000\"", "\"BR.1\"", "\"user_changed_number\"",
    ];

    /// <param name="stolen">Ids of others, which are inserted in wrong places.</param>
    public static void Do(Tape tape, JsonNode root, IReadOnlyList<string> stolen)
    {
        for (var times = 1 + tape.Below(4); times > 0; times--)
        {
            var nodes = Descendants(root).ToList();
            if (nodes.Count == 0) return;
            DoOnce(tape, nodes[tape.Below(nodes.Count)], stolen);
        }
    }

    private static void DoOnce(Tape tape, JsonNode node, IReadOnlyList<string> stolen)
    {
        var kind = tape.Below(11);
        var replacement = kind switch
        {
            0 or 1 or 2 => JsonNode.Parse(tape.Of(OddValues)),
            3 => Swapped(node),
            4 => new JsonArray(node.DeepClone()),
            5 => new JsonObject { ["wrapped"] = node.DeepClone() },
            6 => tape.Of<string>(new('x', 200), new('9', 70), new('y', 700), string.Concat(Enumerable.Repeat("👍é", 260)), new('z', 200_000), string.Concat(Enumerable.Repeat("~u0000", 300))),
            7 => Nested(tape.Of(30, 60)),
            8 => stolen.Count > 0 ? tape.Of(stolen) : null,
            _ => null,
        };
        switch (node.Parent)
        {
            case JsonObject parent:
                var name = node.GetPropertyName();
                parent.Remove(name);
                if (kind <= 8) parent[name] = replacement;
                else if (kind == 9) parent[name + "_v2"] = node.DeepClone();
                break;
            case JsonArray parent:
                var index = node.GetElementIndex();
                if (kind <= 8) parent[index] = replacement;
                else if (kind == 9) parent.Insert(index, node.DeepClone());
                else parent.RemoveAt(index);
                break;
        }
    }

    private static JsonNode? Swapped(JsonNode node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? text) => long.TryParse(text, out var number) ? number : 42,
        JsonValue value => value.ToJsonString().Trim('"'),
        JsonArray { Count: > 0 } array => array[0]?.DeepClone(),
        _ => "[object Object]",
    };

    private static JsonNode Nested(int depth)
    {
        JsonNode node = "fundo";
        for (var i = 0; i < depth; i++) node = i % 2 == 0 ? new JsonArray(node) : new JsonObject { ["d"] = node };
        return node;
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject json => json.Select(member => member.Value),
            JsonArray json => json,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            yield return child;
            // A deeply nested value gives few nodes; otherwise most later damage would be inside it.
            foreach (var descendant in Descendants(child).Take(400)) yield return descendant;
        }
    }
}
