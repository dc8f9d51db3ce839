using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.PlanRequests;

public static class RefusePlanRequestOfTenant
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/plan-requests/{id}/refusal", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(RefusePlanRequestOfTenant)).WithSummary("Refuse a request with a reason").WithTags("Back office")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("reason"), PlanRequestRefusals.Final, StaleSave.Example)
        .WithExample(new RefusePlanRequest { Reason = "Este número ainda está em teste na Meta.", Version = 2 });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        PlanRequestId id, RefusePlanRequest refused, BalcaoDb db, UnitOfWork work, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (InputRefusals.Check("reason", refused.Reason.Trim(), PlanRequestLimits.Reason) is { } wrong) return wrong.ToProblem();
        if (await RequestOfTenant.FindAsync(db, id, ct) is not { } request) return InputRefusals.NotFound.ToProblem();
        if (await RequestOfTenant.CheckVersionAsync(db, request, refused.Version, ct) is { } stale) return stale.ToProblem();
        await work.AllowAsync(TenantScope.Of(request.TenantId), ct);
        var before = AuditedPlanRequest.Of(request);
        if (request.Refuse(refused.Reason.Trim(), time.GetUtcNow()) is { } refusal) return refusal.ToProblem();
        await before.ChangedAsync(db, feed, audit, request, null, ct);
        return TypedResults.NoContent();
    }
}
