using System.Globalization;
using System.Text;

namespace Balcao.Contract;

/// <summary>A part of a text: plain text, or a variable.</summary>
/// <param name="Text">As written, with the braces of a variable.</param>
/// <param name="Name">Null: plain text. The name may be unknown.</param>
/// <param name="Fallback">What a variable without a value expands to.</param>
public readonly record struct VariablePart(string Text, string? Name, string Fallback);

/// <summary>
/// Reads texts with variables, such as <c>Olá, {contact.firstName|cliente}</c>, for the server and for screens. A variable is
/// whatever stands between single braces on one line. Double braces belong to the parameters of WhatsApp's templates: <c>{{1}}</c>
/// stays as it is.
/// </summary>
public static class VariableSyntax
{
    /// <summary>A value is a name, a number or a few words: a longer one is cut.</summary>
    private const int LongestValue = 200;

    public static IReadOnlyList<VariablePart> Read(string text)
    {
        var parts = new List<VariablePart>();
        var (plainFrom, at) = (0, 0);
        while (text.IndexOf('{', at) is var open and >= 0)
        {
            var isDouble = open + 1 < text.Length && text[open + 1] == '{';
            var inside = open + (isDouble ? 2 : 1);
            var length = text.AsSpan(inside).IndexOfAny('{', '}', '\n');
            var end = length < 0 ? text.Length : inside + length;
            var isClosed = end < text.Length && text[end] == '}';
            at = isClosed ? end + 1 : end;
            if (isDouble || !isClosed || VariableAt(text[open..(end + 1)]) is not { } variable) continue;
            if (open > plainFrom) parts.Add(Plain(text[plainFrom..open]));
            parts.Add(variable);
            plainFrom = at;
        }
        if (plainFrom < text.Length) parts.Add(Plain(text[plainFrom..]));
        return parts;
    }

    /// <summary>The first variable that is not valid there, as written; null: all of them are.</summary>
    public static string? FirstUnknown(string text, VariableContext context)
    {
        var known = VariableNames.In(context);
        return Read(text).FirstOrDefault(part => part.Name is not null && !known.Contains(part.Name)).Name;
    }

    /// <summary>
    /// Replaces the known variables by their values, once: a value that looks like a variable stays as it is. Values are cleaned of
    /// characters that would change the text around them. The result is cut to the length of a message of WhatsApp's.
    /// </summary>
    /// <param name="valueOf">By the variable's name. Null or empty: its fallback, else nothing.</param>
    public static string Expand(string text, Func<string, string?> valueOf)
    {
        var expanded = new StringBuilder();
        foreach (var part in Read(text))
        {
            if (part.Name is null || !VariableNames.All.Contains(part.Name)) expanded.Append(part.Text);
            else if (Clean(valueOf(part.Name)) is not { Length: > 0 } value) expanded.Append(part.Fallback);
            else if (part.Name == VariableNames.Greeting && StartsSentence(expanded)) expanded.Append(Capital(value));
            else expanded.Append(value);
            if (expanded.Length > MessageLimits.Text) break;
        }
        return Cut(expanded.ToString(), MessageLimits.Text);
    }

    private static VariablePart Plain(string text) => new(text, null, "");

    /// <summary>Null if there is nothing between the braces that could be a name.</summary>
    private static VariablePart? VariableAt(string written)
    {
        var inside = written[1..^1];
        var bar = inside.IndexOf('|', StringComparison.Ordinal);
        var name = (bar < 0 ? inside : inside[..bar]).Trim();
        return name.Length == 0 ? null : new VariablePart(written, name, bar < 0 ? "" : inside[(bar + 1)..]);
    }

    /// <summary>
    /// One line without control characters, without the marks that reverse the direction of the text that follows (Unicode, UAX 9), and
    /// without U+FFFE, which is no character.
    /// </summary>
    private static string Clean(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        var clean = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFE) continue;
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029) clean.Append(' ');
            else clean.Append(rune.ToString());
            if (clean.Length > LongestValue) break;
        }
        return Cut(clean.ToString(), LongestValue).Trim();
    }

    private static bool StartsSentence(StringBuilder before)
    {
        for (var at = before.Length - 1; at >= 0; at--)
        {
            if (before[at] == '\n') return true;
            if (!char.IsWhiteSpace(before[at])) return before[at] is '.' or '!' or '?';
        }
        return true;
    }

    private static string Capital(string value) => char.ToUpper(value[0], CultureInfo.InvariantCulture) + value[1..];

    /// <summary>Never between the halves of a surrogate pair.</summary>
    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
