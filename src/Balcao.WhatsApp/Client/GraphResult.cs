using System.Diagnostics.CodeAnalysis;

namespace Balcao.WhatsApp.Client;

public enum GraphOutcome
{
    Success,
    /// <summary>Meta refused the request: <see cref="GraphResult{T}.Error"/> has the reason.</summary>
    Refused,
    /// <summary>The request had no effect (no connection was made, or it only reads): it can be repeated safely.</summary>
    NotSent,
    /// <summary>
    /// The request was sent and no clear answer came. The Graph API has no idempotency key: before sending a message
    /// again, wait for a status that carries its callback data.
    /// </summary>
    Unknown,
}

/// <summary>
/// The outcome of a call. Expected failures are values; exceptions are thrown only for invalid arguments and for the
/// caller's cancellation before anything was sent.
/// </summary>
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
    /// <summary>If refused, always set; if unknown, the unclear answer, if there was one.</summary>
    public GraphError? Error { get; }
    /// <summary>For logs: why it was not sent or is unknown.</summary>
    public string? Reason { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsSuccess => Outcome is GraphOutcome.Success;

    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsRefused => Outcome is GraphOutcome.Refused;

    /// <summary>The same failure as a result of another type.</summary>
    internal GraphResult<TOther> As<TOther>() where TOther : class => new(Outcome, null, Error, Reason);
}

public static class GraphResult
{
    public static GraphResult<T> Success<T>(T value) where T : class => new(GraphOutcome.Success, value, null, null);

    public static GraphResult<T> Refused<T>(GraphError error) where T : class => new(GraphOutcome.Refused, null, error, null);

    public static GraphResult<T> NotSent<T>(string reason) where T : class => new(GraphOutcome.NotSent, null, null, reason);

    public static GraphResult<T> Unknown<T>(string reason, GraphError? answer = null) where T : class => new(GraphOutcome.Unknown, null, answer, reason);
}
