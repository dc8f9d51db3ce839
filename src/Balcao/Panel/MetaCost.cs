using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;

namespace Balcao.Panel;

/// <summary>What a message is at Meta.</summary>
public enum MetaCharge
{
    /// <summary>Not delivered, or delivered without a price so far.</summary>
    Pending,

    /// <summary>It failed: Meta charges what is delivered.</summary>
    Failed,

    Free,

    Charged,

    /// <summary>Meta charges it, and the card has no price for it; or WhatsApp's words for the price are new to us.</summary>
    UnknownRate,
}

/// <summary>What decides about the cost of one message at Meta.</summary>
/// <param name="Country">Of the recipient's phone, by ISO 3166; null: not known.</param>
/// <param name="Day">
/// On which Meta charged it: of its delivery, in the contract's time zone. Meta's prices change at midnight of the WhatsApp account's
/// time zone (Meta, pricing, 2025), which no webhook names; the contract's is that of the same business, and that of our months.
/// </param>
public sealed record PricedMessage(ChargeType Charged, MessagePrice Price, DeliveryStatus Delivery, bool HasFailed, string? Country, DateOnly Day)
{
    public bool IsDelivered => Delivery is DeliveryStatus.Delivered or DeliveryStatus.Read or DeliveryStatus.Played;
}

/// <summary>The cost of one message at Meta (rule C10).</summary>
/// <param name="Millionths">Of the currency; 0 unless it is <see cref="MetaCharge.Charged"/>.</param>
public readonly record struct MetaCost(MetaCharge Charge, long Millionths = 0, string? Currency = null)
{
    /// <summary>Per message; the model before July 2025 charged conversations, of which no message has a price.</summary>
    private const string PerMessage = "PMP";

    private const string Regular = "regular";

    private const string FreeInWindow = "free_customer_service";

    private const string FreeAfterAd = "free_entry_point";

    public static MetaCost Of(PricedMessage message, RateCard card)
    {
        if (!message.IsDelivered) return new(message.HasFailed ? MetaCharge.Failed : MetaCharge.Pending);
        var price = message.Price;
        if (price == MessagePrice.Unknown) return new(MetaCharge.Pending);
        if (IsFree(price)) return new(MetaCharge.Free);
        if (!IsCharged(price) || price.Model is not PerMessage) return new(MetaCharge.UnknownRate);
        return card.Find(message.Country, price.Category, message.Day) is { } rate ? new(MetaCharge.Charged, rate.Millionths, rate.Currency) : new(MetaCharge.UnknownRate);
    }

    /// <summary>Null if our ledger and WhatsApp's price say the same.</summary>
    public static MetaDifferenceKind? DifferenceOf(PricedMessage message)
    {
        var price = message.Price;
        if (!message.IsDelivered) return message.HasFailed && IsCharged(price) ? MetaDifferenceKind.FailedButPriced : null;
        if (price == MessagePrice.Unknown) return MetaDifferenceKind.NotPriced;
        return price.Category is { } category && !Means(message.Charged, category) ? MetaDifferenceKind.Category : null;
    }

    /// <summary>Meta is retiring "billable" in favour of the type; as long as it comes, "false" is believed.</summary>
    private static bool IsFree(MessagePrice price) => price.IsBillable is false || price.Type is FreeInWindow or FreeAfterAd;

    private static bool IsCharged(MessagePrice price) => !IsFree(price) && (price.Type is Regular || price.IsBillable is true);

    private static bool Means(ChargeType charged, string category) => category switch
    {
        MetaCategories.Service => charged is ChargeType.Send,
        MetaCategories.Utility => charged is ChargeType.TemplateUtility,
        MetaCategories.Marketing or "marketing_lite" => charged is ChargeType.TemplateMarketing,
        MetaCategories.Authentication or MetaCategories.AuthenticationInternational => charged is ChargeType.TemplateAuthentication,
        // The 72 hours after an ad: all that is sent in them has this category.
        "referral_conversion" => true,
        _ => false,
    };
}
