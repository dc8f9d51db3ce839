namespace Balcao.Contract;

/// <summary>RFC 9457 problem details with Balcao's stable <see cref="Code"/>, for instance <c>chat.taken</c>.</summary>
/// <param name="Title">What happened, what was kept and what to do next, in the reader's language.</param>
/// <param name="Field">The invalid field; null if the problem is not about a field.</param>
public sealed record Problem(string Code, string Title, int Status, string? Field = null);

/// <summary>The server refused a request; <see cref="Problem"/> says why.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Code + ": " + problem.Title)
{
    public Problem Problem { get; } = problem;
}
