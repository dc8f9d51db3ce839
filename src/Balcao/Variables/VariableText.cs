using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Variables;

/// <summary>
/// Texts with variables on the server. <see cref="VariableSyntax"/> reads them, and <see cref="VariableNames"/> lists what is valid
/// where; screens use both too. Nothing but the listed names is ever evaluated.
/// </summary>
public static class VariableText
{
    /// <summary>At most 4,096 characters, WhatsApp's limit for a text.</summary>
    public static string Expand(string text, VariableValues values) => VariableSyntax.Expand(text, values.Of);

    /// <summary>Whether the text has one of the variables.</summary>
    public static bool Names(string text, params string[] names) => VariableSyntax.Read(text).Any(part => part.Name is { } name && names.Contains(name));

    /// <returns>The unknown name as written; null: all are known.</returns>
    public static string? FirstUnknown(string text, VariableContext context) => VariableSyntax.FirstUnknown(text, context);
}

public static class VariableRefusals
{
    private const int LongestName = 60;

    public static Refusal Unknown(string field, string name) =>
        new("variable.unknown", StatusCodes.Status400BadRequest, field, name.Length <= LongestName ? name : Clip.To(name, LongestName) + "…");

    /// <summary>Null if all variables of the text are valid there, or if there is no text.</summary>
    public static Refusal? Check(string field, string? text, VariableContext context) =>
        text is not null && VariableText.FirstUnknown(text, context) is { } name ? Unknown(field, name) : null;
}
