using System.Globalization;
using Balcao.Contract;

namespace Balcao.Plans;

/// <summary>The fields of a plan for the audit trail.</summary>
public sealed record AuditedPlan(string Name, string Currency, decimal CreditsPerMonth, decimal MonthlyFee, decimal ExtraCreditCost, string Tariff, bool IsOffered)
{
    public static AuditedPlan Of(PlanTerms terms, bool isOffered) => new(
        terms.Name, terms.Currency, terms.CreditsPerMonth, terms.MonthlyFee, terms.ExtraCreditCost,
        string.Join(", ", terms.Tariff.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Type}: {item.Credits}"))), isOffered);
}

/// <summary>The fields of a contract for the audit trail.</summary>
/// <param name="Plans">The name of each plan with its first month.</param>
public sealed record AuditedContract(bool IsSuspended, decimal? Cap, string? CancelledFrom, string Plans)
{
    public static AuditedContract Of(ContractFacts contract) => new(
        contract.IsSuspended, contract.Cap?.ToDecimal(), contract.CancelledFrom?.ToString(),
        string.Join(", ", contract.Terms.Select(t => $"{t.From}: {t.Terms.Name}")));
}
