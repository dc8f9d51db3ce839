using System.Text.Json.Nodes;

namespace Balcao.Simulator.Templates;

/// <summary>One template in one language. Immutable: <see cref="TemplateStore"/> replaces whole definitions.</summary>
public sealed record TemplateDefinition
{
    public required string Id { get; init; }
    public required string AccountId { get; init; }
    public required string Name { get; init; }
    public required string Language { get; init; }

    /// <summary>MARKETING, UTILITY or AUTHENTICATION.</summary>
    public required string Category { get; init; }
    public required string Status { get; init; }
    public required JsonArray Components { get; init; }

    /// <summary>POSITIONAL or NAMED.</summary>
    public string ParameterFormat { get; init; } = "POSITIONAL";
    public string Quality { get; init; } = "UNKNOWN";
    public string RejectedReason { get; init; } = "NONE";
    public string? PreviousCategory { get; init; }
    public int? TtlSeconds { get; init; }

    /// <summary>When the approved template was edited. Meta allows one edit a day, and ten in thirty days.</summary>
    public IReadOnlyList<DateTimeOffset> Edits { get; init; } = [];

    public bool IsNamed => ParameterFormat is "NAMED";

    public JsonObject? Component(string type) =>
        Components.Objects().FirstOrDefault(component => string.Equals(component.Text("type"), type, StringComparison.OrdinalIgnoreCase));

    public JsonObject ToNode()
    {
        var node = new JsonObject
        {
            ["name"] = Name,
            ["parameter_format"] = ParameterFormat,
            ["components"] = Components.DeepClone(),
            ["language"] = Language,
            ["status"] = Status,
            ["category"] = Category,
            ["quality_score"] = new JsonObject { ["score"] = Quality },
            ["rejected_reason"] = RejectedReason,
            ["id"] = Id,
        };
        if (PreviousCategory is not null) node["previous_category"] = PreviousCategory;
        if (TtlSeconds is { } ttl) node["message_send_ttl_seconds"] = ttl;
        return node;
    }
}
