using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Platform;

/// <summary>
/// Why something asked for is not done: a stable code for programs, a sentence for people (by code, in
/// <c>Platform/Refusals.resx</c> and its translations). A refusal is a value; an exception is a bug.
/// </summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Field">The field at fault, where there is one.</param>
/// <param name="Arguments">What the sentence names: {0}, {1}…</param>
public sealed record Refusal(string Code, int Status, string? Field = null, params object[] Arguments)
{
    public ProblemHttpResult ToProblem() => TypedResults.Problem(
        title: RefusalTexts.For(this),
        statusCode: Status,
        type: $"urn:balcao:{Code}",
        extensions: Field is null ? new() { ["code"] = Code } : new Dictionary<string, object?> { ["code"] = Code, ["field"] = Field });

    public Refusal About(string field) => this with { Field = field };

    public Refusal With(params object[] arguments) => this with { Arguments = arguments };

    public static implicit operator ProblemHttpResult(Refusal refusal) => refusal.ToProblem();
}

/// <summary>Refusals any noun may use.</summary>
public static class InputRefusals
{
    public static Refusal Required(string field) => new("input.required", StatusCodes.Status400BadRequest, field, field);

    public static Refusal TooLong(string field, int most) => new("input.tooLong", StatusCodes.Status400BadRequest, field, field, most);

    public static Refusal Invalid(string field) => new("input.invalid", StatusCodes.Status400BadRequest, field, field);

    public static Refusal CursorInvalid => new("input.cursorInvalid", StatusCodes.Status400BadRequest, "cursor");

    public static Refusal NotFound => new("resource.notFound", StatusCodes.Status404NotFound);

    /// <summary>Null when the text is there and no longer than <paramref name="most"/> characters.</summary>
    public static Refusal? Check(string field, string? text, int most) =>
        string.IsNullOrWhiteSpace(text) ? Required(field) : text.Length > most ? TooLong(field, most) : null;
}
