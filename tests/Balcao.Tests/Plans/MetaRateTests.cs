using Balcao.Contract;

namespace Balcao.Tests.Plans;

/// <summary>Meta's rate card, which operators keep.</summary>
public sealed class MetaRateTests(BalcaoApp app) : HttpTests(app)
{
    private BalcaoApi Operator => As(Otavio).Api;

    private static SaveMetaRateRequest Rate(string market, decimal price = 0.0625m) =>
        new() { Market = market, Category = MetaCategories.Marketing, Price = price, Currency = "usd", ValidFrom = new DateOnly(2026, 10, 1) };

    private async Task<IReadOnlyList<MetaRateItem>> ListAsync(string market) => [.. (await Operator.ListMetaRatesAsync(Cancel)).Items.Where(rate => rate.Market == market)];

    [Fact, Rule("C10")]
    public async Task A_price_is_saved_replaced_and_deleted_and_each_change_is_in_the_audit_trail()
    {
        var saved = await Operator.SaveMetaRateAsync(Rate("Peru", 0.123456m), Cancel);
        Assert.Equal(("PE", "marketing", 0.123456m, "USD", new DateOnly(2026, 10, 1)), (saved.Market, saved.Category, saved.Price, saved.Currency, saved.ValidFrom));

        var replaced = await Operator.SaveMetaRateAsync(Rate("pe", 0.2m), Cancel);
        Assert.Equal((saved.Id, 0.2m), (replaced.Id, replaced.Price));
        Assert.Equal([0.2m], (await ListAsync("PE")).Select(rate => rate.Price));
        await Operator.DeleteMetaRateAsync(saved.Id, Cancel);
        Assert.Empty(await ListAsync("PE"));
        Assert.Equal("resource.notFound", (await Operator.DeleteMetaRateAsync(saved.Id, Cancel).Refused()).Code);

        var audit = (await Operator.ListAuditOfOperatorsAsync(new AuditFilter(), ct: Cancel)).Items.Where(entry => entry.Subject?.Name == "PE, marketing, 2026-10-01");
        Assert.Equal(
            new HashSet<SecurityEventKind>([SecurityEventKind.SettingCreated, SecurityEventKind.SettingChanged, SecurityEventKind.SettingDeleted]), audit.Select(entry => entry.Kind).ToHashSet());
    }

    [Theory, Rule("C10")]
    [InlineData("Marte", "marketing", 1, "USD", "metaRate.marketUnknown", "market")]
    [InlineData("BR", "spam", 1, "USD", "metaRate.categoryUnknown", "category")]
    [InlineData("BR", "service", 0.0000001, "USD", "plan.figureInvalid", "price")]
    [InlineData("BR", "service", 1, "R$", "plan.currencyUnknown", "currency")]
    public async Task What_Meta_does_not_list_is_refused_at_its_field(string market, string category, decimal price, string currency, string code, string field)
    {
        var refused = await Operator.SaveMetaRateAsync(Rate(market, price) with { Category = category, Currency = currency }, Cancel).Refused();

        Assert.Equal((code, field), (refused.Code, refused.Field));
    }

    [Fact, Rule("C10")]
    public async Task A_file_is_imported_as_a_whole_or_not_at_all()
    {
        const string Good = "market,category,price,currency,validFrom\nChile,marketing,0.0889,USD,2026-10-01\nChile,utility,0.02,USD,2026-10-01\n";
        var refused = await Operator.ImportMetaRatesAsync(new(Good + "Marte,utility,0.02,USD,2026-10-01\nChile,marketing,1,USD,2026-10-01"), Cancel);
        Assert.Equal([(4, "metaRate.marketUnknown"), (5, "metaRate.lineRepeated")], refused.Errors.Select(error => (error.Line, error.Problem.Code)));
        Assert.Empty(await ListAsync("CL"));

        var saved = await Operator.ImportMetaRatesAsync(new(Good), Cancel);
        Assert.Equal((2, 0, 0), (saved.Saved, saved.Unchanged, saved.Errors.Count));
        Assert.Equal([("marketing", 0.0889m), ("utility", 0.02m)], (await ListAsync("CL")).Select(rate => (rate.Category, rate.Price)));
        saved = await Operator.ImportMetaRatesAsync(new(Good.Replace("0.02", "0.03", StringComparison.Ordinal)), Cancel);
        Assert.Equal((1, 1), (saved.Saved, saved.Unchanged));
    }

    [Fact]
    public async Task An_empty_file_and_one_that_is_too_long_are_refused()
    {
        Assert.Equal("input.required", (await Operator.ImportMetaRatesAsync(new(" "), Cancel).Refused()).Code);
        var line = "BR,marketing,1,USD,2026-10-01\n";
        Assert.Equal("metaRate.tooManyLines", (await Operator.ImportMetaRatesAsync(new(string.Concat(Enumerable.Repeat(line, 5001))), Cancel).Refused()).Code);
    }

    [Fact, Rule("C10", "P1")]
    public async Task Only_operators_keep_the_rate_card()
    {
        var saved = await Operator.SaveMetaRateAsync(Rate("Colombia"), Cancel);
        foreach (var (http, code) in ((HttpClient, string)[])[(As(Clara), "http.403"), (As(Ana), "http.403"), (App.Anyone(), "http.401")])
        {
            Assert.Equal(code, (await http.Api.ListMetaRatesAsync(Cancel).Refused()).Code);
            Assert.Equal(code, (await http.Api.SaveMetaRateAsync(Rate("Colombia", 9), Cancel).Refused()).Code);
            Assert.Equal(code, (await http.Api.DeleteMetaRateAsync(saved.Id, Cancel).Refused()).Code);
            Assert.Equal(code, (await http.Api.ImportMetaRatesAsync(new("CO,service,1,USD,2026-10-01"), Cancel).Refused()).Code);
        }
        Assert.Equal([0.0625m], (await ListAsync("CO")).Select(rate => rate.Price));
    }
}
