using System.Diagnostics.CodeAnalysis;

namespace Balcao.WhatsApp.Client;

public enum GraphOutcome
{
    Success,
    /// <summary>Meta answered no: <see cref="GraphResult{T}.Error"/> says why.</summary>
    Refused,
    /// <summary>The request certainly had no effect (no connection was made, or it only reads): repeat freely.</summary>
    NotSent,
    /// <summary>
    /// The request left and no clear answer came. The Graph API has no idempotency key: before sending a message again,
    /// wait for a status that carries its callback data.
    /// </summary>
    Unknown,
}

/// <summary>What became of a call. Expected failures are values; only a broken argument or the caller's own cancellation before anything left throws.</summary>
public sealed record GraphResult<T> where T : class
{
    internal GraphResult(GraphOutcome outcome, T? value, GraphError? error, string? reason)
    {
        Outcome = outcome;
        Value = value;
        Error = error;
        Reason = reason;
    }

    public GraphOutcome Outcome { get; }
    public T? Value { get; }
    /// <summary>Always set when refused; when unknown, whatever unclear answer there was.</summary>
    public GraphError? Error { get; }
    /// <summary>For logs: why it was not sent or is unknown.</summary>
    public string? Reason { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsSuccess => Outcome is GraphOutcome.Success;

    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsRefused => Outcome is GraphOutcome.Refused;

    /// <summary>The same failure of a larger undertaking.</summary>
    internal GraphResult<TOther> As<TOther>() where TOther : class => new(Outcome, null, Error, Reason);
}

public static class GraphResult
{
    public static GraphResult<T> Success<T>(T value) where T : class => new(GraphOutcome.Success, value, null, null);

    public static GraphResult<T> Refused<T>(GraphError error) where T : class => new(GraphOutcome.Refused, null, error, null);

    public static GraphResult<T> NotSent<T>(string reason) where T : class => new(GraphOutcome.NotSent, null, null, reason);

    public static GraphResult<T> Unknown<T>(string reason, GraphError? answer = null) where T : class => new(GraphOutcome.Unknown, null, answer, reason);
}
