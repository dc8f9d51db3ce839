using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.PlanRequests;

/// <summary>What an administrator asks of the operators: a contract, another plan, or the end of a contract.</summary>
public sealed class PlanRequest : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required PlanRequestId Id { get; init; }

    public required PlanRequestKind Kind { get; init; }

    public PlanRequestStatus Status { get; private set; }

    /// <summary>Null: a new contract, whose number does not exist yet.</summary>
    public ChannelId? NumberId { get; init; }

    /// <summary>Null: a cancellation.</summary>
    public PlanId? PlanId { get; init; }

    /// <summary>The plan's name when it was asked for.</summary>
    public string? PlanName { get; init; }

    public string? WishedNumber { get; init; }

    /// <summary>Null: as soon as possible.</summary>
    public Month? WishedMonth { get; init; }

    /// <summary>The first month in which the approval holds.</summary>
    public Month? EffectiveMonth { get; private set; }

    public string? Reason { get; private set; }

    public required AgentId RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it became final, also by being withdrawn.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The number that an approved new contract led to.</summary>
    public ChannelId? ReleasedNumberId { get; private set; }

    /// <summary>Counted here, so that a message is a new version: a decision that did not know it is refused.</summary>
    public int Messages { get; private set; }

    public int Version { get; set; }

    /// <summary>Neither decided nor withdrawn.</summary>
    public bool IsPending => Status is PlanRequestStatus.Open or PlanRequestStatus.UnderReview;

    /// <summary>
    /// The first month in which an approval may take effect: a month whose charges have begun keeps its plan, and a new contract
    /// pays the whole month in which it starts.
    /// </summary>
    public static Month EarliestMonth(PlanRequestKind kind, Month current) => kind is PlanRequestKind.NewContract ? current : current.Next;

    public Refusal? Review()
    {
        if (!IsPending) return PlanRequestRefusals.Final;
        Status = PlanRequestStatus.UnderReview;
        return null;
    }

    /// <param name="current">The month of the contract or, for a new one, of the tenant.</param>
    public Refusal? Approve(Month from, Month current, DateTimeOffset now)
    {
        if (!IsPending) return PlanRequestRefusals.Final;
        if (from < EarliestMonth(Kind, current)) return PlanRequestRefusals.MonthTooEarly("effectiveMonth", EarliestMonth(Kind, current));
        (Status, EffectiveMonth, DecidedAt) = (PlanRequestStatus.Approved, from, now);
        return null;
    }

    public Refusal? Refuse(string reason, DateTimeOffset now)
    {
        if (!IsPending) return PlanRequestRefusals.Final;
        (Status, Reason, DecidedAt) = (PlanRequestStatus.Refused, reason, now);
        return null;
    }

    public Refusal? Withdraw(DateTimeOffset now)
    {
        if (!IsPending) return PlanRequestRefusals.Final;
        (Status, DecidedAt) = (PlanRequestStatus.Withdrawn, now);
        return null;
    }

    /// <summary>Null if the message is added to <paramref name="rows"/>.</summary>
    public Refusal? Write(IRowSink rows, RequestMessage message)
    {
        if (!IsPending) return PlanRequestRefusals.Final;
        if (Messages >= PlanRequestLimits.Messages) return PlanRequestRefusals.TooManyMessages;
        Messages++;
        rows.Add(message);
        return null;
    }

    /// <summary>False unless it is an approved new contract that has led to no number yet.</summary>
    public bool TryRelease(ChannelId number)
    {
        if (Kind is not PlanRequestKind.NewContract || Status is not PlanRequestStatus.Approved || ReleasedNumberId is not null) return false;
        ReleasedNumberId = number;
        return true;
    }
}
