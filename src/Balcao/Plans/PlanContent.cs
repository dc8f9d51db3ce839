using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>What a plan may contain.</summary>
internal static class PlanContent
{
    private const int LongestName = 80;

    /// <summary>Far above every real plan; below it no sum of a month can overflow.</summary>
    private const decimal Most = 1_000_000_000;

    private const int CreditDecimals = 3;

    private const int MoneyDecimals = 4;

    public static Refusal[] Refusals =>
    [
        InputRefusals.Required("name"), PlanRefusals.NameTaken, PlanRefusals.CurrencyUnknown, PlanRefusals.FigureInvalid("monthlyFee", Most, MoneyDecimals),
    ];

    public static SavePlanRequest Example => new()
    {
        Name = "Essencial", Currency = "BRL", CreditsPerMonth = 5000, MonthlyFee = 399.90m, ExtraCreditCost = 0.12m,
        Tariff = [new(ChargeType.Receive, 0.5m), new(ChargeType.Send, 1), new(ChargeType.TemplateMarketing, 6)],
    };

    public static Refusal? Check(SavePlanRequest request)
    {
        if (InputRefusals.Check("name", request.Name, LongestName) is { } nameless) return nameless;
        if (!Currencies.IsKnown(CurrencyOf(request))) return PlanRefusals.CurrencyUnknown;
        if (!Fits(request.CreditsPerMonth, CreditDecimals)) return PlanRefusals.FigureInvalid("creditsPerMonth", Most, CreditDecimals);
        if (!Fits(request.MonthlyFee, MoneyDecimals)) return PlanRefusals.FigureInvalid("monthlyFee", Most, MoneyDecimals);
        if (!Fits(request.ExtraCreditCost, MoneyDecimals)) return PlanRefusals.FigureInvalid("extraCreditCost", Most, MoneyDecimals);
        foreach (var item in request.Tariff ?? [])
        {
            if (item is null || !Enum.IsDefined(item.Type)) return InputRefusals.Invalid("tariff");
            if (!Fits(item.Credits, CreditDecimals)) return PlanRefusals.FigureInvalid("tariff", Most, CreditDecimals);
        }
        return null;
    }

    public static PlanTerms TermsOf(SavePlanRequest request) => new(
        request.Name.Trim(), CurrencyOf(request), request.CreditsPerMonth, request.MonthlyFee, request.ExtraCreditCost,
        [.. Enum.GetValues<ChargeType>().Select(type => request.Tariff?.LastOrDefault(item => item.Type == type) ?? new TariffItem(type, 1))]);

    /// <summary>Plans are few, and their terms are stored as one value.</summary>
    public static async Task<bool> IsNameTakenAsync(BalcaoDb db, string name, PlanId? except, CancellationToken ct) =>
        (await db.Plans.AsNoTracking().ToListAsync(ct)).Any(plan => plan.Id != except && string.Equals(plan.Terms.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null if the figure of a contract is a number of credits.</summary>
    public static Refusal? CheckCredits(string field, decimal credits) => Fits(credits, CreditDecimals) ? null : PlanRefusals.FigureInvalid(field, Most, CreditDecimals);

    private static string CurrencyOf(SavePlanRequest request) => string.IsNullOrWhiteSpace(request.Currency) ? "BRL" : request.Currency.Trim().ToUpperInvariant();

    private static bool Fits(decimal figure, int decimals) => figure is >= 0 and <= Most && decimal.Round(figure, decimals) == figure;
}
