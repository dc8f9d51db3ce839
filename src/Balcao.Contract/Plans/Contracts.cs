namespace Balcao.Contract;

/// <summary>The contract of one number, as operators see it. Months are written <c>2026-11</c>.</summary>
/// <param name="TimeZone">IANA name; decides where a month begins.</param>
/// <param name="CancelledFrom">The first month without service; null: not cancelled.</param>
/// <param name="Cap">Credits of a month at which sends are refused; null: none.</param>
/// <param name="Plans">Which plan from which month on, the newest first.</param>
public sealed record ContractView(
    ChannelId NumberId, TenantId TenantId, string Display, ContractStatus Status, string TimeZone, DateOnly StartsOn,
    string? CancelledFrom, decimal? Cap, int Version, IReadOnlyList<ContractPlan> Plans);

/// <summary>The terms that hold from a month on.</summary>
public sealed record ContractPlan(string FromMonth, PlanId? PlanId, PlanTerms Terms);

/// <summary>Changes what takes effect at once.</summary>
public sealed record ChangeContractRequest
{
    public required bool IsSuspended { get; init; }

    /// <summary>Null: no cap.</summary>
    public decimal? Cap { get; init; }

    /// <summary>The version that was read.</summary>
    public required int Version { get; init; }
}

/// <summary>Gives the contract a plan from the first of a month on; replaces what was planned from that month on.</summary>
public sealed record PlanFromMonthRequest
{
    /// <summary>This month or a later one.</summary>
    public required string FromMonth { get; init; }

    public required PlanId PlanId { get; init; }
}

/// <summary>Ends the contract on the first of a month.</summary>
public sealed record CancelContractRequest
{
    /// <summary>A month after the current one; null takes a cancellation back that has not taken effect.</summary>
    public string? FromMonth { get; init; }
}
