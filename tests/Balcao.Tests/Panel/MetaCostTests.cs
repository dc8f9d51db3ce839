using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Panel;
using Balcao.Plans;
using Balcao.Platform;

namespace Balcao.Tests.Panel;

/// <summary>What one message costs at Meta, and where our ledger and WhatsApp's price differ: tables, without a database.</summary>
[WithoutDatabase]
public sealed class MetaCostTests
{
    private static readonly DateOnly Day = new(2026, 11, 10);

    private static readonly RateCard Card = new(
    [
        Rate("BR", "marketing", 0.0625m, "2026-01-01"), Rate("BR", "marketing", 0.07m, "2026-11-10"), Rate("BR", "marketing", 0.09m, "2026-11-11"),
        Rate("BR", "service", 0.0068m, "2026-10-01"), Rate("BR", "utility", 0.0068m, "2026-12-01"), Rate("BR", "authentication", 0.03m, "2026-01-01"),
        Rate("Rest of Western Europe", "marketing", 0.0592m, "2026-01-01"), Rate("PT", "utility", 0.02m, "2026-01-01"), Rate("Other", "marketing", 0.0604m, "2026-01-01"),
        Rate("North America", "marketing", 0.025m, "2026-01-01"),
    ]);

    private static MetaRate Rate(string market, string category, decimal price, string from) => new()
    {
        Id = MetaRateId.New(Opening), Market = market, Category = category, Millionths = MetaRate.InMillionths(price), Currency = "USD", ValidFrom = DateOnly.Parse(from, null),
    };

    private static PricedMessage Message(
        ChargeType charged, string? type, string? category, bool? billable, DeliveryStatus delivery = DeliveryStatus.Delivered, bool hasFailed = false,
        string? phone = "5511987654321", string? model = "PMP") =>
        new(charged, new MessagePrice(model, type, category, billable), delivery, hasFailed, phone is null ? null : PhoneText.CountryOf(phone), Day);

    [Theory, Rule("C10")]
    [InlineData("regular", "marketing", true, MetaCharge.Charged, 70_000)]
    [InlineData("regular", "marketing", null, MetaCharge.Charged, 70_000)] // "billable" is being retired
    [InlineData("regular", "service", true, MetaCharge.Charged, 6_800)] // since 1 October 2026
    [InlineData(null, "service", true, MetaCharge.Charged, 6_800)]
    [InlineData("free_customer_service", "service", null, MetaCharge.Free, 0)]
    [InlineData("free_entry_point", "marketing", null, MetaCharge.Free, 0)]
    [InlineData("free_entry_point", "marketing", true, MetaCharge.Free, 0)]
    [InlineData("regular", "marketing", false, MetaCharge.Free, 0)]
    [InlineData("regular", "utility", true, MetaCharge.UnknownRate, 0)] // its price begins later
    [InlineData("regular", "authentication-international", true, MetaCharge.UnknownRate, 0)] // never that of authentication
    [InlineData("regular", "marketing_lite", true, MetaCharge.UnknownRate, 0)]
    [InlineData("regular", null, true, MetaCharge.UnknownRate, 0)]
    [InlineData("de_amanha", "marketing", null, MetaCharge.UnknownRate, 0)]
    [InlineData(null, null, null, MetaCharge.UnknownRate, 0)]
    public void A_delivered_message_costs_the_rate_of_its_market_category_and_day(string? type, string? category, bool? billable, MetaCharge charge, long millionths) =>
        Assert.Equal(
            new MetaCost(charge, millionths, charge is MetaCharge.Charged ? "USD" : null), MetaCost.Of(Message(ChargeType.TemplateMarketing, type, category, billable), Card));

    [Theory, Rule("C10")]
    [InlineData("551187654321", 70_000)] // Brazil, without the ninth digit
    [InlineData("4366412345678", 59_200)] // Austria is in Rest of Western Europe
    [InlineData("351912345678", 59_200)] // Portugal has a price of its own for utility only
    [InlineData("14155550100", 25_000)] // United States
    [InlineData("18765550123", null)] // Jamaica, also +1: Rest of Latin America, which has no price
    [InlineData("3725123456", 60_400)] // Estonia is in no region: Other
    [InlineData("5491123456789", null)] // Argentina has a price of its own at Meta, and none here
    [InlineData(null, null)] // a hidden phone
    public void The_market_is_that_of_the_phone_and_is_never_guessed(string? phone, int? millionths)
    {
        var cost = MetaCost.Of(Message(ChargeType.TemplateMarketing, "regular", "marketing", true, phone: phone), Card);

        Assert.Equal(millionths is null ? new MetaCost(MetaCharge.UnknownRate) : new MetaCost(MetaCharge.Charged, millionths.Value, "USD"), cost);
    }

    [Theory, Rule("C10")]
    [InlineData(DeliveryStatus.Sent, false, MetaCharge.Pending)]
    [InlineData(DeliveryStatus.Queued, false, MetaCharge.Pending)]
    [InlineData(DeliveryStatus.Sent, true, MetaCharge.Failed)]
    [InlineData(DeliveryStatus.Delivered, true, MetaCharge.Charged)] // failed on another device
    [InlineData(DeliveryStatus.Played, false, MetaCharge.Charged)]
    public void Meta_charges_at_delivery(DeliveryStatus delivery, bool hasFailed, MetaCharge charge) =>
        Assert.Equal(charge, MetaCost.Of(Message(ChargeType.Send, "regular", "service", true, delivery, hasFailed), Card).Charge);

    [Fact, Rule("C10")]
    public void A_message_without_a_price_is_pending_and_one_priced_per_conversation_is_unknown()
    {
        Assert.Equal(new MetaCost(MetaCharge.Pending), MetaCost.Of(Message(ChargeType.Send, null, null, null, model: null), Card));
        Assert.Equal(new MetaCost(MetaCharge.UnknownRate), MetaCost.Of(Message(ChargeType.Send, "regular", "service", true, model: "CBP"), Card));
    }

    [Theory, Rule("C10")]
    [InlineData(ChargeType.TemplateMarketing, "marketing", null)]
    [InlineData(ChargeType.TemplateMarketing, "marketing_lite", null)]
    [InlineData(ChargeType.TemplateMarketing, "utility", MetaDifferenceKind.Category)]
    [InlineData(ChargeType.TemplateUtility, "marketing", MetaDifferenceKind.Category)]
    [InlineData(ChargeType.TemplateAuthentication, "authentication-international", null)]
    [InlineData(ChargeType.Send, "service", null)]
    [InlineData(ChargeType.Send, "utility", MetaDifferenceKind.Category)]
    [InlineData(ChargeType.Send, "referral_conversion", null)]
    [InlineData(ChargeType.Send, "group_marketing", MetaDifferenceKind.Category)]
    public void The_categories_of_ledger_and_price_are_compared(ChargeType charged, string category, MetaDifferenceKind? kind) =>
        Assert.Equal(kind, MetaCost.DifferenceOf(Message(charged, "regular", category, true)));

    [Fact, Rule("C10")]
    public void A_delivered_message_without_a_price_and_a_failed_one_with_a_price_are_differences()
    {
        Assert.Equal(MetaDifferenceKind.NotPriced, MetaCost.DifferenceOf(Message(ChargeType.Send, null, null, null, model: null)));
        Assert.Null(MetaCost.DifferenceOf(Message(ChargeType.Send, null, null, null, DeliveryStatus.Sent, model: null)));
        Assert.Equal(MetaDifferenceKind.FailedButPriced, MetaCost.DifferenceOf(Message(ChargeType.Send, "regular", "service", true, DeliveryStatus.Sent, hasFailed: true)));
        Assert.Null(MetaCost.DifferenceOf(Message(ChargeType.Send, "free_customer_service", "service", false, DeliveryStatus.Sent, hasFailed: true)));
        Assert.Null(MetaCost.DifferenceOf(Message(ChargeType.Send, null, null, null, DeliveryStatus.Sent, hasFailed: true, model: null)));
    }

    [Theory, Rule("C10")]
    [InlineData("br", "BR")]
    [InlineData(" Brazil ", "BR")]
    [InlineData("rest of latin america", "Rest of Latin America")]
    [InlineData("OTHER", "Other")]
    [InlineData("ee", "EE")]
    [InlineData("Brasilien", null)]
    [InlineData("XX", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_market_is_a_country_or_a_region_by_Meta_s_name(string? typed, string? market) => Assert.Equal(market, MetaMarkets.Read(typed));

    [Fact, Rule("C10")]
    public void A_file_has_commas_or_semicolons_quotes_and_a_heading_or_none()
    {
        Assert.Equal(
            [("Brazil", "marketing", 0.0625m, "USD", "2026-10-01"), ("Rest of Africa", "service", 1m, "USD", "2026-10-01")],
            ReadAll("\uFEFFmarket,category,price,currency,validFrom\r\n\"Brazil\",marketing,0.0625,USD,2026-10-01\r\n\r\nRest of Africa,service,1,USD,2026-10-01\r\n"));
        Assert.Equal([("BR", "utility", 0.0068m, "BRL", "2026-10-01")], ReadAll("BR;utility;0,0068;BRL;2026-10-01"));

        static IEnumerable<(string, string, decimal, string, string)> ReadAll(string csv)
        {
            var (rates, errors) = MetaRateLines.Read(csv);
            Assert.Empty(errors);
            return rates.Select(rate => (rate.Market, rate.Category, rate.Price, rate.Currency, rate.ValidFrom.ToString("O", null)));
        }
    }

    [Theory, Rule("C10")]
    [InlineData("Marte,marketing,1,USD,2026-10-01", "metaRate.marketUnknown", "market")]
    [InlineData("BR,spam,1,USD,2026-10-01", "metaRate.categoryUnknown", "category")]
    [InlineData("BR,marketing,um,USD,2026-10-01", "plan.figureInvalid", "price")]
    [InlineData("BR,marketing,-1,USD,2026-10-01", "plan.figureInvalid", "price")]
    [InlineData("BR,marketing,0.0000001,USD,2026-10-01", "plan.figureInvalid", "price")]
    [InlineData("BR,marketing,1,R$,2026-10-01", "plan.currencyUnknown", "currency")]
    [InlineData("BR,marketing,1,USD,01/10/2026", "metaRate.dayInvalid", "validFrom")]
    [InlineData("BR,marketing,1,USD", "metaRate.columnsWrong", null)]
    [InlineData("Brazil,Service,2,USD,2026-10-01", "metaRate.lineRepeated", null)]
    public void A_line_with_an_error_is_named_by_its_number(string line, string code, string? field)
    {
        var (rates, errors) = MetaRateLines.Read($"market,category,price,currency,validFrom\nBR,service,1,USD,2026-10-01\n\n{line}\nBR,utility,1,USD,2026-10-01");

        var error = Assert.Single(errors);
        Assert.Equal((4, code, field), (error.Line, error.Problem.Code, error.Problem.Field));
        Assert.Equal(2, rates.Count);
    }
}
