namespace Balcao.Contract;

public static class PlanRequestLimits
{
    /// <summary>Characters of a message.</summary>
    public const int Text = 2_000;

    public const int Reason = 500;

    public const int WishedNumber = 120;

    /// <summary>Messages of one request.</summary>
    public const int Messages = 200;

    /// <summary>Requests of a tenant that are neither decided nor withdrawn.</summary>
    public const int Pending = 20;
}

public enum PlanRequestKind { NewContract, PlanChange, Cancellation }

/// <summary>Open: nobody has looked yet. The last three are final.</summary>
public enum PlanRequestStatus { Open, UnderReview, Approved, Refused, Withdrawn }

/// <summary>What an administrator asks of the operators. Months are written <c>2026-11</c>.</summary>
public sealed record PlanRequestItem
{
    public required PlanRequestId Id { get; init; }

    public required PlanRequestKind Kind { get; init; }

    public required PlanRequestStatus Status { get; init; }

    /// <summary>The number it is about; null for a new contract.</summary>
    public NumberName? Number { get; init; }

    /// <summary>The plan that is wished; null for a cancellation.</summary>
    public PlanId? PlanId { get; init; }

    public string? PlanName { get; init; }

    /// <summary>For a new contract: the number that is wished, or a description of it.</summary>
    public string? WishedNumber { get; init; }

    /// <summary>Of a new contract after its approval: the number it led to, once it is released.</summary>
    public NumberName? ReleasedNumber { get; init; }

    /// <summary>When it is to take effect, or has: the first of this month.</summary>
    public string? EffectiveMonth { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it became final, also by being withdrawn.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Only for operators.</summary>
    public TenantItem? Tenant { get; init; }

    public required int Messages { get; init; }

    public required int Version { get; init; }
}

public sealed record PlanRequestView(PlanRequestItem Request, IReadOnlyList<PlanRequestMessage> Messages);

/// <param name="IsFromOperator">False: the tenant wrote it.</param>
public sealed record PlanRequestMessage(Guid Id, string Author, bool IsFromOperator, string Text, DateTimeOffset At);

public sealed record CreatePlanRequest
{
    public required PlanRequestKind Kind { get; init; }

    /// <summary>For a plan change and a cancellation.</summary>
    public ChannelId? NumberId { get; init; }

    /// <summary>For a new contract and a plan change: one of those offered.</summary>
    public PlanId? PlanId { get; init; }

    /// <summary>For a new contract.</summary>
    public string? WishedNumber { get; init; }

    /// <summary>The month from which it is wished; null: as soon as possible.</summary>
    public string? WishedMonth { get; init; }

    /// <summary>The first message of the conversation about it; may be left out.</summary>
    public string? Text { get; init; }
}

public sealed record AddPlanRequestMessage
{
    public required string Text { get; init; }
}

public sealed record ApprovePlanRequest
{
    /// <summary>The first month in which it holds; for a plan change and a cancellation a month after the current one.</summary>
    public required string EffectiveMonth { get; init; }

    /// <summary>The version that was read.</summary>
    public required int Version { get; init; }
}

public sealed record RefusePlanRequest
{
    public required string Reason { get; init; }

    /// <summary>The version that was read.</summary>
    public required int Version { get; init; }
}
