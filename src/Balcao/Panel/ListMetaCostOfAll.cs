using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Panel;

/// <summary>For operators: what each number was sold, and what it costs at Meta (rule C10).</summary>
public static class ListMetaCostOfAll
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/meta-cost", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ListMetaCostOfAll)).WithSummary("List what Meta charges for each number of all tenants in a month").WithTags("Back office")
        .WithDescription("`month` is written 2026-11; without it the current month of each contract. The margin is left out if the currencies differ or a rate is unknown.")
        .Refuses(PlanRefusals.MonthInvalid("month"));

    static async Task<Results<Ok<Page<NumberMetaCost>>, ProblemHttpResult>> Handle(string? month, BalcaoDb db, TimeProvider time, CancellationToken ct)
    {
        Month? asked = null;
        if (month is not null)
        {
            if (!Month.TryParse(month, out var read)) return PlanRefusals.MonthInvalid("month").ToProblem();
            asked = read;
        }
        var now = time.GetUtcNow();
        var numbers = await ConsumptionReading.OfAllAsync(db, asked, now, ct);
        var contracts = await ContractReading.FactsOfTenantsAsync(
            db, [.. numbers.Select(number => number.Tenant!.Id).Distinct()], [.. numbers.Select(number => number.NumberId)], ct);
        var card = await RateCard.LoadAsync(db, ct);
        var items = new List<NumberMetaCost>();
        foreach (var number in numbers)
        {
            var (tenant, sold) = (number.Tenant!.Id, number.Consumption.Total);
            var contract = contracts[(tenant, number.NumberId)];
            var cost = await MetaCostReading.LoadAsync(db, tenant, number.NumberId, contract, asked ?? contract.MonthOf(now), card, ct);
            items.Add(new NumberMetaCost
            {
                NumberId = number.NumberId, Sold = sold, Currency = number.Plan.Currency, Costs = cost.Costs, Pending = cost.Pending, UnknownRate = cost.UnknownRate,
                Differences = cost.Differences, Margin = MarginOf(sold, number.Plan.Currency, cost),
            });
        }
        return TypedResults.Ok(new Page<NumberMetaCost>(items, null, 0));
    }

    private static decimal? MarginOf(decimal sold, string currency, MetaCostView cost) =>
        cost.UnknownRate == 0 && cost.Costs.All(sum => sum.Currency == currency) ? sold - cost.Costs.Sum(sum => sum.Amount) : null;
}
