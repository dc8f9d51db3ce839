using Balcao.Contract;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Platform;

/// <summary>
/// The reason why a request is not carried out: a stable code for programs and a sentence for people (by code, in
/// <c>Platform/Refusals.resx</c> and its translations). A refusal is an expected result; exceptions are for bugs.
/// </summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Field">The field that caused the refusal, if any.</param>
/// <param name="Arguments">The values for the sentence's placeholders: {0}, {1}…</param>
public sealed record Refusal(string Code, int Status, string? Field = null, params object[] Arguments)
{
    public ProblemHttpResult ToProblem() => TypedResults.Problem(
        title: RefusalTexts.For(this),
        statusCode: Status,
        type: $"urn:balcao:{Code}",
        extensions: Field is null ? new() { ["code"] = Code } : new Dictionary<string, object?> { ["code"] = Code, ["field"] = Field });

    /// <summary>As a part of an answer in which other things succeeded.</summary>
    public Problem ToItem() => new(Code, RefusalTexts.For(this), Status, Field);

    public Refusal About(string field) => this with { Field = field };

    public Refusal With(params object[] arguments) => this with { Arguments = arguments };

    public static implicit operator ProblemHttpResult(Refusal refusal) => refusal.ToProblem();
}

/// <summary>Refusals that all modules may use.</summary>
public static class InputRefusals
{
    public static Refusal Required(string field) => new("input.required", StatusCodes.Status400BadRequest, field, field);

    public static Refusal TooLong(string field, int most) => new("input.tooLong", StatusCodes.Status400BadRequest, field, field, most);

    public static Refusal Invalid(string field) => new("input.invalid", StatusCodes.Status400BadRequest, field, field);

    public static Refusal CursorInvalid => new("input.cursorInvalid", StatusCodes.Status400BadRequest, "cursor");

    public static Refusal NotFound => new("resource.notFound", StatusCodes.Status404NotFound);

    /// <summary>The request was made for an older state, or another request changed the same at this moment.</summary>
    public static Refusal ChangedMeanwhile => new("request.changedMeanwhile", StatusCodes.Status409Conflict);

    /// <summary>Null if the text is present and has at most <paramref name="most"/> characters.</summary>
    public static Refusal? Check(string field, string? text, int most) =>
        string.IsNullOrWhiteSpace(text) ? Required(field) : text.Length > most ? TooLong(field, most) : null;
}
