using Balcao.Contract;

namespace Balcao.Tests.Plans;

/// <summary>What operators sell, and the contracts they give.</summary>
public sealed class PlanTests(BalcaoApp app) : HttpTests(app)
{
    private static int _count;

    private static SavePlanRequest Request(string? name = null) => new()
    {
        Name = name ?? $"Plano {Interlocked.Increment(ref _count)}", CreditsPerMonth = 1000, MonthlyFee = 199.9m, ExtraCreditCost = 0.15m,
        Tariff = [new(ChargeType.Receive, 0.5m)],
    };

    private BalcaoApi Operator => As(Otavio).Api;

    [Fact, Rule("C1", "R3")]
    public async Task A_plan_has_a_price_for_every_charge_type_and_its_changes_are_in_the_audit_trail()
    {
        var plan = await Operator.CreatePlanAsync(Request(), Cancel);

        Assert.Equal((1000m, 199.9m, 0.15m, "BRL", true), (plan.Terms.CreditsPerMonth, plan.Terms.MonthlyFee, plan.Terms.ExtraCreditCost, plan.Terms.Currency, plan.IsOffered));
        Assert.Equal(Enum.GetValues<ChargeType>().Select(type => (type, type is ChargeType.Receive ? 0.5m : 1m)), plan.Terms.Tariff.Select(item => (item.Type, item.Credits)));
        var audit = (await Operator.ListAuditOfOperatorsAsync(new AuditFilter(), ct: Cancel)).Items;
        Assert.Contains(audit, entry => entry.Subject?.Kind == "plan" && entry.Subject.Name == plan.Terms.Name);
    }

    [Theory]
    [InlineData("", 1, 1, 1, 1, "BRL", "input.required", "name")]
    [InlineData("x", -1, 1, 1, 1, "BRL", "plan.figureInvalid", "creditsPerMonth")]
    [InlineData("x", 1.0001, 1, 1, 1, "BRL", "plan.figureInvalid", "creditsPerMonth")]
    [InlineData("x", 1, 1.00001, 1, 1, "BRL", "plan.figureInvalid", "monthlyFee")]
    [InlineData("x", 1, 1, 2_000_000_000, 1, "BRL", "plan.figureInvalid", "extraCreditCost")]
    [InlineData("x", 1, 1, 1, -0.5, "BRL", "plan.figureInvalid", "tariff")]
    [InlineData("x", 1, 1, 1, 1, "R$", "plan.currencyUnknown", "currency")]
    public async Task Figures_that_are_none_are_refused_at_their_field(string name, decimal credits, decimal fee, decimal extra, decimal send, string currency, string code, string field)
    {
        var refused = await Operator.CreatePlanAsync(new()
        {
            Name = name, Currency = currency, CreditsPerMonth = credits, MonthlyFee = fee, ExtraCreditCost = extra, Tariff = [new(ChargeType.Send, send)],
        }, Cancel).Refused();

        Assert.Equal((code, field), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task Two_plans_have_different_names_and_a_stale_save_is_refused()
    {
        var plan = await Operator.CreatePlanAsync(Request(), Cancel);
        Assert.Equal("plan.nameTaken", (await Operator.CreatePlanAsync(Request(plan.Terms.Name.ToUpperInvariant()), Cancel).Refused()).Code);

        var saved = await Operator.SavePlanAsync(plan.Id, Request(plan.Terms.Name) with { MonthlyFee = 250, Version = plan.Version }, Cancel);
        Assert.Equal(250, saved.Terms.MonthlyFee);
        Assert.Equal("request.changedMeanwhile", (await Operator.SavePlanAsync(plan.Id, Request() with { Version = plan.Version }, Cancel).Refused()).Code);
    }

    [Fact, Rule("P1", "P4")]
    public async Task Only_operators_make_plans_and_change_contracts_and_administrators_see_what_is_offered()
    {
        var (offered, hidden) = (await Operator.CreatePlanAsync(Request(), Cancel), await Operator.CreatePlanAsync(Request() with { IsOffered = false }, Cancel));
        foreach (var member in (Member[])[Clara, Ana])
        {
            using var http = As(member);
            Assert.Equal("http.403", (await http.Api.ListPlansAsync(Cancel).Refused()).Code);
            Assert.Equal("http.403", (await http.Api.CreatePlanAsync(Request(), Cancel).Refused()).Code);
            Assert.Equal("http.403", (await http.Api.GetContractAsync(Balcao500.Id, Cancel).Refused()).Code);
            Assert.Equal("http.403", (await http.Api.ChangeContractAsync(Balcao500.Id, new() { IsSuspended = true, Version = 1 }, Cancel).Refused()).Code);
            Assert.Equal("http.403", (await http.Api.ListConsumptionOfAllAsync(ct: Cancel).Refused()).Code);
        }
        var plans = (await As(Clara).Api.ListOfferedPlansAsync(Cancel)).Items;
        Assert.Contains(plans, p => p.Id == offered.Id);
        Assert.DoesNotContain(plans, p => p.Id == hidden.Id);
        Assert.Equal("http.403", (await As(Ana).Api.ListOfferedPlansAsync(Cancel).Refused()).Code);
        Assert.Equal("plan.notOffered", (await Operator.SetPlanFromMonthAsync(Balcao501.Id, new() { FromMonth = "2026-09", PlanId = hidden.Id }, Cancel).Refused()).Code);
    }

    [Fact, Rule("C6", "C8", "R2")]
    public async Task A_plan_holds_from_the_first_of_a_month_and_past_months_and_contracts_keep_theirs()
    {
        var (small, large) = (await Operator.CreatePlanAsync(Request(), Cancel), await Operator.CreatePlanAsync(Request() with { CreditsPerMonth = 9000 }, Cancel));
        await Operator.SetPlanFromMonthAsync(Balcao501.Id, new() { FromMonth = "2026-03", PlanId = small.Id }, Cancel);
        var contract = await Operator.SetPlanFromMonthAsync(Balcao501.Id, new() { FromMonth = "2026-05", PlanId = large.Id }, Cancel);
        Assert.Equal([("2026-05", 9000m), ("2026-03", 1000m), ("2026-01", 0m)], contract.Plans.Select(p => (p.FromMonth, p.Terms.CreditsPerMonth)));

        // A new figure of the plan reaches no contract; another plan replaces what was planned from its month on.
        await Operator.SavePlanAsync(small.Id, Request(small.Terms.Name) with { CreditsPerMonth = 4000 }, Cancel);
        contract = await Operator.SetPlanFromMonthAsync(Balcao501.Id, new() { FromMonth = "2026-04", PlanId = large.Id }, Cancel);
        Assert.Equal([("2026-04", 9000m), ("2026-03", 1000m), ("2026-01", 0m)], contract.Plans.Select(p => (p.FromMonth, p.Terms.CreditsPerMonth)));
        Assert.Equal(1, (await Operator.ListPlansAsync(Cancel)).Items.Single(p => p.Id == small.Id).Contracts);

        foreach (var (month, code) in ((string, string)[])[("2026-02", "month.past"), ("2026-3", "month.invalid"), ("", "month.invalid")])
            Assert.Equal(code, (await Operator.SetPlanFromMonthAsync(Balcao501.Id, new() { FromMonth = month, PlanId = small.Id }, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await Operator.SetPlanFromMonthAsync(ChannelId.New(Opening), new() { FromMonth = "2026-04", PlanId = small.Id }, Cancel).Refused()).Code);
    }

    [Fact, Rule("R1", "P5")]
    public async Task A_contract_ends_on_a_first_that_is_still_to_come_and_the_end_can_be_taken_back()
    {
        Assert.Equal("month.notToCome", (await Operator.CancelContractAsync(NumeroDaOutra.Id, new() { FromMonth = "2026-03" }, Cancel).Refused()).Code);
        var ending = await Operator.CancelContractAsync(NumeroDaOutra.Id, new() { FromMonth = "2026-05" }, Cancel);
        Assert.Equal(("2026-05", ContractStatus.Active), (ending.CancelledFrom, ending.Status));
        Assert.Null((await Operator.CancelContractAsync(NumeroDaOutra.Id, new(), Cancel)).CancelledFrom);
        Assert.Contains((await As(Renata).Api.ListAuditAsync(new AuditFilter(), ct: Cancel)).Items, entry => entry.Subject?.Kind == "contract");
    }
}
