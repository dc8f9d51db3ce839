namespace Balcao.Contract;

/// <summary>The categories of Meta's rate card, in Meta's words. The price of a status may name others, which have no rate.</summary>
public static class MetaCategories
{
    public const string Marketing = "marketing";

    public const string Utility = "utility";

    public const string Authentication = "authentication";

    /// <summary>Authentication by a business of another country than the customer's.</summary>
    public const string AuthenticationInternational = "authentication-international";

    public const string Service = "service";

    public static IReadOnlyList<string> All { get; } = [Marketing, Utility, Authentication, AuthenticationInternational, Service];
}

/// <summary>A price of Meta's rate card: of one delivered message, from a day on until the next price of the same market and category.</summary>
/// <param name="Market">A country by ISO 3166 (<c>BR</c>), or a region by Meta's name (<c>Rest of Latin America</c>).</param>
/// <param name="Category">One of <see cref="MetaCategories"/>.</param>
/// <param name="Price">Money, to six decimals.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record MetaRateItem(MetaRateId Id, string Market, string Category, decimal Price, string Currency, DateOnly ValidFrom);

/// <summary>A price of the same market, category and day is replaced.</summary>
public sealed record SaveMetaRateRequest
{
    /// <summary>A country by its code or by Meta's name of it, or a region by Meta's name.</summary>
    public required string Market { get; init; }

    public required string Category { get; init; }

    public required decimal Price { get; init; }

    public required string Currency { get; init; }

    public required DateOnly ValidFrom { get; init; }
}

/// <param name="Csv">
/// Lines of <c>market,category,price,currency,validFrom</c>, with or without this heading; separated by commas, or by semicolons, with
/// which a price may have a decimal comma.
/// </param>
public sealed record ImportMetaRatesRequest(string Csv);

/// <summary>Either all lines were saved, or none and every line with an error is named.</summary>
/// <param name="Saved">How many prices were added or changed.</param>
/// <param name="Unchanged">How many were on the card already.</param>
public sealed record MetaRatesImport(int Saved, int Unchanged, IReadOnlyList<MetaRateLineError> Errors);

/// <param name="Line">Of the file, counted from 1.</param>
/// <param name="Problem">Its field is the column.</param>
public sealed record MetaRateLineError(int Line, Problem Problem);

/// <param name="Amount">To six decimals.</param>
public sealed record MetaMoney(string Currency, decimal Amount);

/// <summary>What Meta charges for the messages that a number booked in a month.</summary>
/// <param name="HasRates">Whether operators keep a rate card; without one every message that Meta charges has an unknown rate.</param>
/// <param name="Categories">Of the messages that WhatsApp has priced and delivered.</param>
/// <param name="Costs">The sum of each currency.</param>
/// <param name="Pending">Messages without a price by WhatsApp yet, or not delivered yet: Meta charges at delivery.</param>
/// <param name="UnknownRate">Messages that Meta charges and whose rate is not on the card.</param>
/// <param name="Differences">Messages about which our ledger and WhatsApp's price differ.</param>
public sealed record MetaCostView(
    string Month, bool HasRates, IReadOnlyList<MetaCostItem> Categories, IReadOnlyList<MetaMoney> Costs, long Pending, long UnknownRate, long Differences);

/// <param name="Category">In Meta's words; empty if WhatsApp did not name one.</param>
/// <param name="Billable">All that are not free, also those with an unknown rate.</param>
/// <param name="Free">Free of charge in the customer service window, after an ad, or because WhatsApp says so.</param>
public sealed record MetaCostItem(string Category, long Count, long Billable, long Free, long UnknownRate, IReadOnlyList<MetaMoney> Costs);

/// <summary>
/// Category: WhatsApp priced it as something else than we charged. NotPriced: charged and delivered, and WhatsApp named no price.
/// FailedButPriced: it failed, and WhatsApp named a price above 0.
/// </summary>
public enum MetaDifferenceKind { Category, NotPriced, FailedButPriced }

/// <summary>A message about which our ledger and WhatsApp's price differ.</summary>
/// <param name="Charged">What we charged it as.</param>
/// <param name="Category">In Meta's words; null: WhatsApp named no price.</param>
/// <param name="PricingType"><c>regular</c>, <c>free_customer_service</c>, <c>free_entry_point</c>, or what Meta adds.</param>
public sealed record MetaDifference(
    MetaDifferenceKind Kind, MessageId MessageId, ConversationId ConversationId, DateTimeOffset At, ChargeType Charged, string? Category, string? PricingType);

/// <summary>A number's month for operators.</summary>
public sealed record NumberMetaCost
{
    public required ChannelId NumberId { get; init; }

    /// <summary>What was sold: fee and extra credits, as the month's statement computes them.</summary>
    public required decimal Sold { get; init; }

    public required string Currency { get; init; }

    public required IReadOnlyList<MetaMoney> Costs { get; init; }

    public required long Pending { get; init; }

    public required long UnknownRate { get; init; }

    public required long Differences { get; init; }

    /// <summary>Sold less Meta's cost. Null if the currencies differ, or if a rate is unknown: the cost is then higher than what is known of it.</summary>
    public decimal? Margin { get; init; }
}
