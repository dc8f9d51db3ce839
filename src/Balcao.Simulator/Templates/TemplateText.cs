using System.Text.RegularExpressions;

namespace Balcao.Simulator.Templates;

/// <summary>The placeholders of a text, and the text with their values.</summary>
static partial class TemplateText
{
    /// <summary>Names in order of appearance, each once.</summary>
    public static IReadOnlyList<string> Variables(string? text) =>
        text is null ? [] : [.. Placeholder().Matches(text).Select(match => match.Groups[1].Value.Trim()).Distinct()];

    public static string Filled(string text, IReadOnlyDictionary<string, string> values) =>
        Placeholder().Replace(text, match => values.GetValueOrDefault(match.Groups[1].Value.Trim(), match.Value));

    /// <summary>The text outside the placeholders.</summary>
    public static string Without(string text) => Placeholder().Replace(text, "");

    [GeneratedRegex(@"\{\{([^{}]*)\}\}")]
    private static partial Regex Placeholder();
}
