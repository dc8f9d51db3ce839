using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Plans;

/// <summary>An operator creates a plan (rule C1).</summary>
public static class CreatePlan
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/plans", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(CreatePlan)).WithSummary("Create a plan").WithTags("Back office")
        .Refuses([.. PlanContent.Refusals])
        .WithExample(PlanContent.Example);

    static async Task<Results<Created<PlanItem>, ProblemHttpResult>> Handle(SavePlanRequest request, BalcaoDb db, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (PlanContent.Check(request) is { } refusal) return refusal.ToProblem();
        var terms = PlanContent.TermsOf(request);
        if (await PlanContent.IsNameTakenAsync(db, terms.Name, null, ct)) return PlanRefusals.NameTaken.ToProblem();
        var now = time.GetUtcNow();
        var plan = new Plan { Id = PlanId.New(now), Terms = terms, IsOffered = request.IsOffered, CreatedAt = now };
        db.Add(plan);
        audit.Created("plan", plan.Id, AuditedPlan.Of(terms, plan.IsOffered));
        return TypedResults.Created((string?)null, plan.ToItem(0));
    }
}
