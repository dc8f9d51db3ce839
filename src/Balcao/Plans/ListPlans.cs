using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

public static class ListPlans
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/back-office/plans", Handle).RequireAuthorization(Permission.Operate)
            .WithName(nameof(ListPlans)).WithSummary("List all plans, with how many contracts have each").WithTags("Back office");
        routes.MapGet("/api/plans", HandleOffered).RequireAuthorization(Permission.Administer)
            .WithName("ListOfferedPlans").WithSummary("List the plans that may be asked for").WithTags("Plans");
    }

    static async Task<Ok<Page<PlanItem>>> Handle(BalcaoDb db, CancellationToken ct)
    {
        var terms = await db.ContractTerms.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking()
            .Where(t => t.PlanId != null).Select(t => new { t.PlanId, t.TenantId, t.ChannelId }).Distinct().ToListAsync(ct);
        var contracts = terms.CountBy(t => t.PlanId!.Value).ToDictionary();
        var plans = await db.Plans.AsNoTracking().ToListAsync(ct);
        return TypedResults.Ok(new Page<PlanItem>([.. InOrder(plans).Select(plan => plan.ToItem(contracts.GetValueOrDefault(plan.Id)))], null, 0));
    }

    static async Task<Ok<Page<PlanItem>>> HandleOffered(BalcaoDb db, UnitOfWork work, CancellationToken ct)
    {
        // Plans belong to the installation, and a tenant's scope does not reach its rows.
        await work.AllowAsync(TenantScope.Everyone, ct);
        var plans = await db.Plans.AsNoTracking().Where(p => p.IsOffered).ToListAsync(ct);
        return TypedResults.Ok(new Page<PlanItem>([.. InOrder(plans).Select(plan => plan.ToItem())], null, 0));
    }

    private static IEnumerable<Plan> InOrder(IEnumerable<Plan> plans) =>
        plans.OrderBy(plan => plan.Terms.MonthlyFee).ThenBy(plan => plan.Terms.Name, StringComparer.OrdinalIgnoreCase);
}
