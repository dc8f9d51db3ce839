using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Shell;

/// <summary>The text for a refused or lost request: the server's text if it sent one, otherwise a general one.</summary>
public static class Failure
{
    public static bool Is(Exception failure) => failure is ProblemException or HttpRequestException or TaskCanceledException;

    public static string Text(Exception failure, IStringLocalizer<Text> text) => failure switch
    {
        // The server calls the field as the API does, which is no word of the screens.
        ProblemException { Problem: { Field: { } field } problem } when problem.Code.StartsWith("input.", StringComparison.Ordinal) => problem.Title.Replace($" {field}", "", StringComparison.Ordinal),
        ProblemException { Problem: { } problem } when !problem.Code.StartsWith("http.", StringComparison.Ordinal) => problem.Title,
        ProblemException { Problem.Status: 403 } => text["Denied.Text"],
        ProblemException { Problem.Status: 404 } => text["NotFound.Text"],
        ProblemException { Problem: { } problem } => text["Failure.Server", problem.Status],
        _ => text["Failure.Network"],
    };

    /// <summary>Somebody else has saved since the screen was read.</summary>
    public static bool IsStale(Exception failure) => failure is ProblemException { Problem.Code: "setting.changedMeanwhile" or "request.changedMeanwhile" };

    public static int? Status(Exception failure) => (failure as ProblemException)?.Problem.Status;
}
