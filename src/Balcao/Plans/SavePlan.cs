using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>An operator changes a plan. Contracts that have it keep the terms they were given (rule C6).</summary>
public static class SavePlan
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/back-office/plans/{id}", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(SavePlan)).WithSummary("Change a plan").WithTags("Back office")
        .WithDescription("Contracts keep the figures they were given; the new ones hold for contracts that get the plan from now on.")
        .Refuses([InputRefusals.NotFound, .. PlanContent.Refusals, InputRefusals.ChangedMeanwhile])
        .WithExample(PlanContent.Example with { Version = 3 });

    static async Task<Results<Ok<PlanItem>, ProblemHttpResult>> Handle(PlanId id, SavePlanRequest request, BalcaoDb db, AuditTrail audit, CancellationToken ct)
    {
        if (PlanContent.Check(request) is { } refusal) return refusal.ToProblem();
        if (await db.Plans.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } plan) return InputRefusals.NotFound.ToProblem();
        if (request.Version is { } read && read != plan.Version) return InputRefusals.ChangedMeanwhile.ToProblem();
        var terms = PlanContent.TermsOf(request);
        if (await PlanContent.IsNameTakenAsync(db, terms.Name, id, ct)) return PlanRefusals.NameTaken.ToProblem();

        var before = AuditedPlan.Of(plan.Terms, plan.IsOffered);
        (plan.Terms, plan.IsOffered) = (terms, request.IsOffered);
        audit.Changed("plan", id, before, AuditedPlan.Of(terms, plan.IsOffered));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(plan.ToItem());
    }
}
