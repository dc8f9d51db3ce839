using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Shell;

/// <summary>A refused or lost request in words: the server's own where it gave some, else what happened and what to do.</summary>
public static class Failure
{
    public static bool Is(Exception failure) => failure is ProblemException or HttpRequestException or TaskCanceledException;

    public static string Text(Exception failure, IStringLocalizer<Text> text) => failure switch
    {
        ProblemException { Problem: { } problem } when !problem.Code.StartsWith("http.", StringComparison.Ordinal) => problem.Title,
        ProblemException { Problem.Status: 403 } => text["Denied.Text"],
        ProblemException { Problem.Status: 404 } => text["NotFound.Text"],
        ProblemException { Problem: { } problem } => text["Failure.Server", problem.Status],
        _ => text["Failure.Network"],
    };

    public static int? Status(Exception failure) => (failure as ProblemException)?.Problem.Status;
}
