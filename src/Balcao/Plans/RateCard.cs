using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>Meta's prices, by market, category and day.</summary>
public sealed class RateCard
{
    private readonly Dictionary<(string Market, string Category), MetaRate[]> _rates;

    public RateCard(IEnumerable<MetaRate> rates) =>
        _rates = rates.GroupBy(rate => (rate.Market, rate.Category)).ToDictionary(same => same.Key, same => same.OrderByDescending(rate => rate.ValidFrom).ToArray());

    public bool IsEmpty => _rates.Count == 0;

    /// <summary>The open unit must reach the installation's rows.</summary>
    public static async Task<RateCard> LoadAsync(BalcaoDb db, CancellationToken ct) => new(await db.MetaRates.AsNoTracking().ToListAsync(ct));

    /// <summary>Null if the card has no price for it: then the cost is unknown, and never guessed from another market or category.</summary>
    /// <param name="country">ISO 3166; null: the customer hides the phone.</param>
    public MetaRate? Find(string? country, string? category, DateOnly day)
    {
        if (country is null || category is null) return null;
        foreach (var market in MetaMarkets.Of(country))
            if (_rates.TryGetValue((market, category), out var rates) && Array.Find(rates, rate => rate.ValidFrom <= day) is { } valid) return valid;
        return null;
    }
}
