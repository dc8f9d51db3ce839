using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.PlanRequests;

public static class WithdrawPlanRequest
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/plan-requests/{id}/withdrawal", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(WithdrawPlanRequest)).WithSummary("Withdraw a request that is not decided").WithTags("Plan requests")
        .Refuses(InputRefusals.NotFound, PlanRequestRefusals.Final, InputRefusals.ChangedMeanwhile);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        PlanRequestId id, BalcaoDb db, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (await db.PlanRequests.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request) return InputRefusals.NotFound.ToProblem();
        var before = AuditedPlanRequest.Of(request);
        if (request.Withdraw(time.GetUtcNow()) is { } refusal) return refusal.ToProblem();
        await before.ChangedAsync(db, feed, audit, request, null, ct);
        return TypedResults.NoContent();
    }
}
