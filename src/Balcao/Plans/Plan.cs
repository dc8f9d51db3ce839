using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Plans;

/// <summary>What operators sell. A contract copies the terms, so that a change of the plan reaches no contract (rule C6).</summary>
public sealed class Plan : IVersioned
{
    public required PlanId Id { get; init; }

    public required PlanTerms Terms { get; set; }

    /// <summary>Administrators may ask for it, and contracts may be given it.</summary>
    public required bool IsOffered { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; } = 1;

    public PlanItem ToItem(int? contracts = null) => new(Id, Terms, IsOffered, Version, contracts);
}

/// <summary>The contract of one number: since when, in whose months, and what stops it. Its plans are <see cref="ContractTerms"/>.</summary>
public sealed class NumberContract : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>IANA name; decides where a month begins. Never changed, or days would be counted twice.</summary>
    public required string TimeZone { get; init; }

    public required DateOnly StartsOn { get; init; }

    /// <summary>The first month without service, as <c>202612</c>; null: not cancelled.</summary>
    public int? CancelledFrom { get; set; }

    public bool IsSuspended { get; set; }

    /// <summary>Null: none.</summary>
    public Credits? Cap { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>The terms of a contract from the first of a month on, until those of a later month (rule C8).</summary>
public sealed class ContractTerms : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>As <c>202611</c>.</summary>
    public required int FromMonth { get; init; }

    /// <summary>The plan they were copied from; null: the default tariff.</summary>
    public PlanId? PlanId { get; set; }

    public required PlanTerms Terms { get; set; }
}

/// <summary>The frozen figures of a month that is over: they come out the same for ever.</summary>
public sealed class Statement : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>As <c>202611</c>.</summary>
    public required int Month { get; init; }

    public required PlanTerms Terms { get; init; }

    public required Consumption Figures { get; init; }

    public required DateTimeOffset FrozenAt { get; init; }
}
