using System.Collections.Immutable;

namespace Balcao.Simulator.Webhooks;

public enum DeliveryState { Waiting, Delivered, Retrying, GivenUp, Dropped }

/// <summary>One signed POST and its attempts.</summary>
public sealed record WebhookDelivery
{
    public required long Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>A short description of the content: "message text", "status delivered".</summary>
    public required string Kind { get; init; }
    public string? NumberId { get; init; }
    public required Uri Url { get; init; }
    public required string Body { get; init; }
    public DeliveryState State { get; init; }
    public ImmutableList<WebhookAttempt> Attempts { get; init; } = [];
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Set on a copy sent by the duplicates fault.</summary>
    public long? DuplicateOf { get; init; }
}

/// <summary>Exactly one of <see cref="StatusCode"/> and <see cref="Failure"/> is set.</summary>
public sealed record WebhookAttempt(DateTimeOffset At, int? StatusCode, string? Failure, double Milliseconds);

public enum SignatureKind { Valid, Wrong, Missing }
