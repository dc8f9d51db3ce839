using Balcao.Client.Shell;

namespace Balcao.Client.Variables;

/// <summary>A variable that is being typed: what stands between its brace and the caret.</summary>
/// <param name="Start">The place of the brace.</param>
public readonly record struct TypedVariable(int Start, string Query)
{
    // Longer than any label: somebody writes a sentence in braces.
    private const int LongestQuery = 40;

    /// <summary>Null: the caret is not in the name of a variable.</summary>
    public static TypedVariable? At(string text, int caret)
    {
        caret = Math.Clamp(caret, 0, text.Length);
        var start = caret == 0 ? -1 : text.LastIndexOf('{', caret - 1);
        // Double braces are those of a template's parameter.
        if (start < 0 || (start > 0 && text[start - 1] == '{')) return null;
        var query = text[(start + 1)..caret];
        return query.Length > LongestQuery || query.AsSpan().IndexOfAny('}', '|', '\n') >= 0 ? null : new TypedVariable(start, query);
    }

    /// <summary>The variables valid there whose name or label contains what was typed, whatever its case and accents.</summary>
    public IReadOnlyList<string> Matches(VariableContext context, Func<string, string> labelOf)
    {
        var query = Query.Trim();
        return [.. VariableNames.In(context).Where(name => query.Length == 0 || TypedText.Contains(name, query) || TypedText.Contains(labelOf(name), query))];
    }
}
