using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>What a rate card may contain, and how a price gets onto it.</summary>
internal static class MetaRateContent
{
    /// <summary>Far above every real price; below it no sum of a month can overflow.</summary>
    private const decimal Most = 10_000;

    public static Refusal[] Refusals =>
    [
        PlanRefusals.MarketUnknown, PlanRefusals.CategoryUnknown, PlanRefusals.FigureInvalid("price", Most, MetaRate.Decimals), PlanRefusals.CurrencyUnknown,
        InputRefusals.Invalid("validFrom"),
    ];

    public static SaveMetaRateRequest Example => new()
    {
        Market = "BR", Category = MetaCategories.Marketing, Price = 0.0625m, Currency = "USD", ValidFrom = new DateOnly(2026, 10, 1),
    };

    public static Refusal? Check(SaveMetaRateRequest request)
    {
        if (MetaMarkets.Read(request.Market) is null) return PlanRefusals.MarketUnknown;
        if (CategoryOf(request) is null) return PlanRefusals.CategoryUnknown;
        if (request.Price is < 0 or > Most || decimal.Round(request.Price, MetaRate.Decimals) != request.Price) return PlanRefusals.FigureInvalid("price", Most, MetaRate.Decimals);
        if (!Currencies.IsKnown(CurrencyOf(request))) return PlanRefusals.CurrencyUnknown;
        return request.ValidFrom.Year is < 2000 or > 2999 ? InputRefusals.Invalid("validFrom") : null;
    }

    /// <summary>Of a request that <see cref="Check"/> allows: what the card may have one price for.</summary>
    public static (string Market, string Category, DateOnly ValidFrom) KeyOf(SaveMetaRateRequest request) =>
        (MetaMarkets.Read(request.Market)!, CategoryOf(request)!, request.ValidFrom);

    /// <summary>Adds the price, or replaces the one of the same market, category and day.</summary>
    /// <param name="known">That price, if there is one.</param>
    public static (MetaRate Rate, bool IsChanged) Save(BalcaoDb db, AuditTrail audit, MetaRate? known, SaveMetaRateRequest request, DateTimeOffset now)
    {
        var (price, currency) = (MetaRate.InMillionths(request.Price), CurrencyOf(request));
        if (known is null)
        {
            var (market, category, validFrom) = KeyOf(request);
            var rate = new MetaRate { Id = MetaRateId.New(now), Market = market, Category = category, Millionths = price, Currency = currency, ValidFrom = validFrom };
            db.Add(rate);
            audit.Created("metaRate", rate.Id, rate.ToAudited());
            return (rate, true);
        }
        if ((known.Millionths, known.Currency) == (price, currency)) return (known, false);
        var before = known.ToAudited();
        (known.Millionths, known.Currency) = (price, currency);
        audit.Changed("metaRate", known.Id, before, known.ToAudited());
        return (known, true);
    }

    public static async Task<MetaRate?> FindAsync(BalcaoDb db, SaveMetaRateRequest request, CancellationToken ct)
    {
        var (market, category, validFrom) = KeyOf(request);
        return await db.MetaRates.SingleOrDefaultAsync(r => r.Market == market && r.Category == category && r.ValidFrom == validFrom, ct);
    }

    private static string? CategoryOf(SaveMetaRateRequest request) =>
        MetaCategories.All.FirstOrDefault(category => string.Equals(category, request.Category?.Trim(), StringComparison.OrdinalIgnoreCase));

    private static string CurrencyOf(SaveMetaRateRequest request) => request.Currency?.Trim().ToUpperInvariant() ?? "";
}
