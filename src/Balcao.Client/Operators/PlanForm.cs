using Balcao.Client.Plans;

namespace Balcao.Client.Operators;

/// <summary>A plan as it is typed: numbers stay texts until they are saved.</summary>
public sealed class PlanForm
{
    /// <summary>ISO 4217, the usual one first.</summary>
    public static IReadOnlyList<string> Currencies { get; } = ["BRL", "USD", "EUR", "ARS", "CLP", "COP", "MXN", "PEN", "PYG", "UYU"];

    public string Name { get; set; } = "";

    public string Currency { get; set; } = Currencies[0];

    public string CreditsPerMonth { get; set; } = "";

    public string MonthlyFee { get; set; } = "";

    public string ExtraCreditCost { get; set; } = "";

    public Dictionary<ChargeType, string> Tariff { get; init; } = Enum.GetValues<ChargeType>().ToDictionary(type => type, _ => "1");

    public bool IsOffered { get; set; } = true;

    public static PlanForm Of(PlanItem plan) => new()
    {
        Name = plan.Terms.Name,
        Currency = plan.Terms.Currency,
        CreditsPerMonth = Amounts.Typed(plan.Terms.CreditsPerMonth),
        MonthlyFee = Amounts.Typed(plan.Terms.MonthlyFee),
        ExtraCreditCost = Amounts.Typed(plan.Terms.ExtraCreditCost),
        Tariff = Enum.GetValues<ChargeType>().ToDictionary(type => type, type => Amounts.Typed(plan.Terms.Tariff.FirstOrDefault(item => item.Type == type)?.Credits ?? 1)),
        IsOffered = plan.IsOffered,
    };

    /// <summary>The name by which a refusal calls the tariff of a type on this screen.</summary>
    public static string FieldOf(ChargeType type) => "tariff." + type;

    /// <summary>The first field whose number cannot be read; null: all can.</summary>
    public string? Unreadable =>
        Amounts.Read(CreditsPerMonth) is null ? "creditsPerMonth"
        : Amounts.Read(MonthlyFee) is null ? "monthlyFee"
        : Amounts.Read(ExtraCreditCost) is null ? "extraCreditCost"
        : Tariff.Where(price => Amounts.Read(price.Value) is null).Select(price => FieldOf(price.Key)).FirstOrDefault();

    /// <summary>Called only if every number can be read.</summary>
    public SavePlanRequest ToRequest(int? version) => new()
    {
        Name = Name.Trim(),
        Currency = Currency,
        CreditsPerMonth = Amounts.Read(CreditsPerMonth) ?? 0,
        MonthlyFee = Amounts.Read(MonthlyFee) ?? 0,
        ExtraCreditCost = Amounts.Read(ExtraCreditCost) ?? 0,
        Tariff = [.. Tariff.Select(price => new TariffItem(price.Key, Amounts.Read(price.Value) ?? 0))],
        IsOffered = IsOffered,
        Version = version,
    };
}
