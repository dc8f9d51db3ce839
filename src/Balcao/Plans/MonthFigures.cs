using Balcao.Contract;
using Balcao.Platform;
using NodaTime;

namespace Balcao.Plans;

/// <summary>The figures of a month, computed from its totals by the terms of the month (rules C4 and C8).</summary>
public static class MonthFigures
{
    private static readonly ChargeType[] Types = Enum.GetValues<ChargeType>();

    public static Consumption Of(PlanTerms terms, IReadOnlyCollection<DayTotal> totals)
    {
        var charges = Types.Select(type =>
        {
            var of = totals.Where(total => total.Name == type.ToString()).ToList();
            return new ConsumptionItem(type, of.Sum(total => total.Count), new Credits(of.Sum(total => total.Amount)).ToDecimal(), terms.PriceOf(type).ToDecimal());
        }).ToList();
        var used = charges.Sum(item => item.Credits);
        var (extra, extraCost, total) = Price(terms, used);
        return new Consumption(
            CountOf(ChargeType.Send), CountOf(ChargeType.Receive), charges.Where(item => IsTemplate(item.Type)).Sum(item => item.Count),
            charges, used, extra, extraCost, total, IsFinal: false);

        long CountOf(ChargeType type) => charges.Single(item => item.Type == type).Count;
    }

    /// <summary>
    /// The month's end if each of its days uses what the time so far used on average; null on the month's first day, which says too
    /// little.
    /// </summary>
    public static ConsumptionForecast? Forecast(ContractFacts contract, Month month, decimal used, DateTimeOffset now)
    {
        var (start, end) = (month.StartsAt(contract.Zone), month.Next.StartsAt(contract.Zone));
        var passed = Instant.FromDateTimeOffset(now) - start;
        if (passed < Duration.FromDays(1) || passed >= end - start) return null;
        var credits = decimal.Round(used * (decimal)((end - start) / passed), 0);
        var (extra, _, total) = Price(contract.TermsOf(month), credits);
        return new ConsumptionForecast(credits, extra, total, decimal.Round((decimal)passed.TotalDays, 2), month.Days);
    }

    public static bool IsTemplate(ChargeType type) => type is not (ChargeType.Receive or ChargeType.Send);

    /// <summary>Money is rounded here alone, to the currency's smallest unit.</summary>
    private static (decimal Extra, decimal ExtraCost, decimal Total) Price(PlanTerms terms, decimal used)
    {
        var extra = Math.Max(0, used - terms.CreditsPerMonth);
        var decimals = Currencies.DecimalsOf(terms.Currency);
        return (extra, Round(extra * terms.ExtraCreditCost), Round(terms.MonthlyFee + extra * terms.ExtraCreditCost));

        decimal Round(decimal amount) => decimal.Round(amount, decimals, MidpointRounding.AwayFromZero);
    }
}

/// <summary>The currencies that plans may be in, by ISO 4217 (list one, 2025).</summary>
public static class Currencies
{
    private static readonly HashSet<string> WithoutDecimals = new(["CLP", "PYG", "JPY", "KRW"], StringComparer.Ordinal);

    private static readonly HashSet<string> WithTwo = new(
        ["BRL", "USD", "EUR", "ARS", "BOB", "COP", "CRC", "DOP", "GTQ", "HNL", "MXN", "NIO", "PAB", "PEN", "UYU", "VES", "GBP", "CAD", "CHF", "AOA", "MZN", "CVE", "INR", "AUD"],
        StringComparer.Ordinal);

    public static bool IsKnown(string currency) => WithTwo.Contains(currency) || WithoutDecimals.Contains(currency);

    public static int DecimalsOf(string currency) => WithoutDecimals.Contains(currency) ? 0 : 2;
}
