using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;

namespace Balcao.Tests.Plans;

/// <summary>Months, prices and sums, without a database.</summary>
public sealed class MonthFiguresTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 10, 15, 0, 0, TimeSpan.Zero);

    private static PlanTerms Terms(decimal credits = 1000, decimal fee = 199.90m, decimal extra = 0.15m, decimal send = 1, string currency = "BRL") =>
        new("Essencial", currency, credits, fee, extra, [new(ChargeType.Receive, 0.5m), new(ChargeType.Send, send), new(ChargeType.TemplateMarketing, 6)]);

    private static DayTotal Total(ChargeType type, long count, decimal credits) => new()
    {
        TenantId = LojaExemplo, ChannelId = Balcao500.Id, Day = 20261110, Name = type.ToString(), Count = count, Amount = (long)(credits * 1000),
    };

    [Fact, Rule("C1", "C6")]
    public void A_message_costs_what_the_terms_of_the_month_say_in_which_it_is_booked()
    {
        var contract = new ContractFacts("America/Sao_Paulo", [new(new Month(202612), Terms(send: 2)), new(new Month(202601), Terms(send: 1))]);
        // 1 December begins at 03:00 UTC in São Paulo.
        var last = new DateTimeOffset(2026, 12, 1, 2, 59, 59, TimeSpan.Zero);

        Assert.Equal((20261130, 1000L), Charge(contract, last));
        Assert.Equal((20261201, 2000L), Charge(contract, last.AddSeconds(1)));
        Assert.Equal((20251231, 1000L), Charge(contract, new DateTimeOffset(2025, 12, 31, 12, 0, 0, TimeSpan.Zero))); // before the first terms
    }

    [Fact, Rule("C8")]
    public void The_month_is_that_of_the_contract_s_zone_by_the_server_s_clock()
    {
        var at = new DateTimeOffset(2026, 12, 31, 23, 30, 0, TimeSpan.Zero);

        Assert.Equal([20261231, 20270101, 20261231], new[] { "America/Sao_Paulo", "Asia/Tokyo", "no zone" }.Select(zone => ContractFacts.Default(zone).DayOf(at)));
    }

    [Fact, Rule("C9", "P5")]
    public void A_message_on_a_cancelled_contract_is_a_line_of_zero_credits()
    {
        var contract = new ContractFacts("UTC", [new(new Month(202601), Terms())], cancelledFrom: new Month(202612));

        Assert.Equal((20261130, 1000L), Charge(contract, new DateTimeOffset(2026, 11, 30, 23, 59, 59, TimeSpan.Zero)));
        Assert.Equal((20261201, 0L), Charge(contract, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact, Rule("C3", "C8")]
    public void A_failure_in_a_later_month_gives_back_the_first_price_there_and_a_delivery_after_it_takes_it_again()
    {
        var contract = new ContractFacts("UTC", [new(new Month(202611), Terms(send: 1)), new(new Month(202612), Terms(send: 3))]);
        var sent = contract.Charge(LojaExemplo, Balcao500.Id, MessageId.New(Noon), ChargeType.Send, Noon, Noon);
        var later = Noon.AddMonths(1);

        var back = contract.Reverse([sent], later, later)!;
        var again = contract.ChargeAgain([back, sent], later, later)!;

        Assert.Equal([(20261110, 1000L, 0), (20261210, -1000L, 1), (20261210, 1000L, 2)], new[] { sent, back, again }.Select(line => (line.Day, line.Credits.Thousandths, line.Step)));
        Assert.Null(contract.Reverse([sent, back], later, later));
        Assert.Null(contract.ChargeAgain([sent, back, again], later, later));
        Assert.Null(contract.Reverse([], later, later));
    }

    [Theory, Rule("C4")]
    [InlineData(999.5, 0, 0, 199.90)]
    [InlineData(1000, 0, 0, 199.90)]
    [InlineData(1000.5, 0.5, 0.08, 199.98)] // 0.075 rounds up
    [InlineData(3333.3, 2333.3, 350.00, 549.90)] // 349.995: rounded once
    [InlineData(-20, 0, 0, 199.90)]
    public void Extra_credits_are_above_those_contracted_and_never_below_zero(decimal used, decimal extra, decimal cost, decimal total)
    {
        var figures = MonthFigures.Of(Terms(), [Total(ChargeType.Send, 7, used)]);

        Assert.Equal((used, extra, cost, total), (figures.Used, figures.Extra, figures.ExtraCost, figures.Total));
    }

    [Fact, Rule("C7", "W4")]
    public void Templates_are_counted_apart_from_what_was_sent()
    {
        var figures = MonthFigures.Of(Terms(), [Total(ChargeType.Send, 7, 7), Total(ChargeType.Receive, 4, 2), Total(ChargeType.TemplateMarketing, 2, 12), Total(ChargeType.TemplateUtility, 1, 1)]);

        Assert.Equal((7, 4, 3, 22m), (figures.Sent, figures.Received, figures.Templates, figures.Used));
        Assert.Equal(
            [(ChargeType.Receive, 4, 2m, 0.5m), (ChargeType.Send, 7, 7m, 1m), (ChargeType.TemplateMarketing, 2, 12m, 6m), (ChargeType.TemplateUtility, 1, 1m, 1m), (ChargeType.TemplateAuthentication, 0, 0m, 1m)],
            figures.Charges.Select(item => (item.Type, (int)item.Count, item.Credits, item.Tariff)));
    }

    [Fact, Rule("C8")]
    public void Money_has_the_decimals_of_its_currency() =>
        Assert.Equal(2m, MonthFigures.Of(Terms(credits: 0, fee: 1.2m, extra: 0.5m, currency: "CLP"), [Total(ChargeType.Send, 1, 0.6m)]).Total); // 1.5 pesos

    [Fact, Rule("W5")]
    public void The_forecast_is_the_average_of_the_time_passed_for_each_day_of_the_month()
    {
        var contract = new ContractFacts("UTC", [new(new Month(202601), Terms())]);
        var month = new Month(202611);

        Assert.Null(MonthFigures.Forecast(contract, month, 100, new DateTimeOffset(2026, 11, 1, 23, 59, 0, TimeSpan.Zero)));
        Assert.Equal(new ConsumptionForecast(1500, 500, 274.90m, 10, 30), MonthFigures.Forecast(contract, month, 500, new DateTimeOffset(2026, 11, 11, 0, 0, 0, TimeSpan.Zero)));
        Assert.Null(MonthFigures.Forecast(contract, month, 100, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("2026-11", 202611)]
    [InlineData("2026-13", null)]
    [InlineData("2026-1", null)]
    [InlineData("202611", null)]
    [InlineData(" 2026-11", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_month_is_written_with_a_hyphen(string? text, int? number)
    {
        Assert.Equal(number is not null, Month.TryParse(text, out var month));
        Assert.Equal(number ?? 0, month.Number);
        if (number is not null) Assert.Equal(text, month.ToString());
    }

    [Fact]
    public void Months_follow_each_other_over_the_end_of_a_year()
    {
        Assert.Equal((202701, 202611, 31), (new Month(202612).Next.Number, new Month(202612).Previous.Number, new Month(202612).Days));
        Assert.Equal((20280201, 20280229), (new Month(202802).FirstDayNumber, new Month(202802).LastDayNumber));
    }

    private static (int Day, long Thousandths) Charge(ContractFacts contract, DateTimeOffset at)
    {
        var line = contract.Charge(LojaExemplo, Balcao500.Id, MessageId.New(at), ChargeType.Send, at, at.AddDays(-3));
        return (line.Day, line.Credits.Thousandths);
    }
}
