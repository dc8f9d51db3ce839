using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Shell;

/// <summary>The text for a refused or lost request: the server's text if it sent one, otherwise a general one.</summary>
public static class Failure
{
    public static bool Is(Exception failure) => failure is ProblemException or HttpRequestException or TaskCanceledException;

    public static string Text(Exception failure, IStringLocalizer<Text> text) => failure switch
    {
        ProblemException { Problem: { Field: { } field } problem } when problem.Code.StartsWith("input.", StringComparison.Ordinal) => InWords(problem.Title, field, text),
        ProblemException { Problem: { } problem } when !problem.Code.StartsWith("http.", StringComparison.Ordinal) => problem.Title,
        ProblemException { Problem.Status: 403 } => text["Denied.Text"],
        ProblemException { Problem.Status: 404 } => text["NotFound.Text"],
        ProblemException { Problem: { } problem } => text["Failure.Server", problem.Status],
        _ => text["Failure.Network"],
    };

    /// <summary>Somebody else has saved since the screen was read.</summary>
    public static bool IsStale(Exception failure) => failure is ProblemException { Problem.Code: "setting.changedMeanwhile" or "request.changedMeanwhile" };

    // The server calls the field as the API does, which is no word of the screens.
    private static string InWords(string title, string field, IStringLocalizer<Text> text)
    {
        var place = title.LastIndexOf($" {field}", StringComparison.Ordinal);
        if (place < 0 || field.Length == 0) return title;
        return title[..place] + (FieldWords.Of(field, text) is { } word ? $" {word}" : "") + title[(place + 1 + field.Length)..];
    }

    public static int? Status(Exception failure) => (failure as ProblemException)?.Problem.Status;
}
