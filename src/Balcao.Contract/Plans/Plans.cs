namespace Balcao.Contract;

/// <summary>What a message is charged as. A template costs its own tariff only, by its category when it was booked.</summary>
public enum ChargeType { Receive, Send, TemplateMarketing, TemplateUtility, TemplateAuthentication }

public enum ContractStatus { Active, Suspended, Cancelled }

/// <summary>The price of one message of a type, in credits, to three decimals.</summary>
public sealed record TariffItem(ChargeType Type, decimal Credits);

/// <summary>The figures of a plan. A contract keeps those it was given, so that a later change of the plan does not touch it.</summary>
/// <param name="Currency">ISO 4217, for instance <c>BRL</c>.</param>
/// <param name="CreditsPerMonth">Contracted; what is used above it is extra.</param>
/// <param name="MonthlyFee">Money, to four decimals, as all amounts.</param>
/// <param name="ExtraCreditCost">Of one credit above those contracted.</param>
/// <param name="Tariff">Of every charge type, in the order of <see cref="ChargeType"/>.</param>
public sealed record PlanTerms(
    string Name, string Currency, decimal CreditsPerMonth, decimal MonthlyFee, decimal ExtraCreditCost, IReadOnlyList<TariffItem> Tariff);

/// <param name="IsOffered">Administrators may ask for it, and contracts may be given it.</param>
/// <param name="Contracts">How many numbers have it this month or later; null for readers who are no operators.</param>
public sealed record PlanItem(PlanId Id, PlanTerms Terms, bool IsOffered, int Version, int? Contracts = null);

public sealed record SavePlanRequest
{
    public required string Name { get; init; }

    /// <summary>ISO 4217; <c>BRL</c> if left out.</summary>
    public string? Currency { get; init; }

    public required decimal CreditsPerMonth { get; init; }

    public required decimal MonthlyFee { get; init; }

    public required decimal ExtraCreditCost { get; init; }

    /// <summary>A type that is left out costs one credit.</summary>
    public IReadOnlyList<TariffItem>? Tariff { get; init; }

    public bool IsOffered { get; init; } = true;

    /// <summary>The version that was read; a save over a newer one is refused. Null for a new plan.</summary>
    public int? Version { get; init; }
}
