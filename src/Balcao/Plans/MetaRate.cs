using Balcao.Contract;

namespace Balcao.Plans;

/// <summary>A price of Meta's rate card, of the whole installation (rule C10). One for each market, category and day.</summary>
public sealed class MetaRate
{
    /// <summary>Meta lists prices with up to six decimals.</summary>
    public const int Decimals = 6;

    private const decimal Million = 1_000_000;

    public required MetaRateId Id { get; init; }

    /// <summary>As <see cref="MetaMarkets.Read"/> writes it.</summary>
    public required string Market { get; init; }

    /// <summary>One of <see cref="MetaCategories"/>.</summary>
    public required string Category { get; init; }

    /// <summary>In millionths of the currency.</summary>
    public required long Millionths { get; set; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; set; }

    public required DateOnly ValidFrom { get; init; }

    public static long InMillionths(decimal price) => (long)(price * Million);

    public static decimal ToMoney(long millionths) => millionths / Million;

    public MetaRateItem ToItem() => new(Id, Market, Category, ToMoney(Millionths), Currency, ValidFrom);

    /// <summary>The fields for the audit trail.</summary>
    public AuditedMetaRate ToAudited() => new($"{Market}, {Category}, {ValidFrom:O}", ToMoney(Millionths), Currency);
}

/// <param name="Name">Market, category and first day, which never change.</param>
public sealed record AuditedMetaRate(string Name, decimal Price, string Currency);
