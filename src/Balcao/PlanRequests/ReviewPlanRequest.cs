using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.PlanRequests;

/// <summary>An operator tells the tenant that its request is being looked at. Saying it twice changes nothing.</summary>
public static class ReviewPlanRequest
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/plan-requests/{id}/review", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ReviewPlanRequest)).WithSummary("Say that a request is being looked at").WithTags("Back office")
        .Refuses(InputRefusals.NotFound, PlanRequestRefusals.Final, InputRefusals.ChangedMeanwhile);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        PlanRequestId id, BalcaoDb db, UnitOfWork work, Feed feed, AuditTrail audit, CancellationToken ct)
    {
        if (await RequestOfTenant.FindAsync(db, id, ct) is not { } request) return InputRefusals.NotFound.ToProblem();
        await work.AllowAsync(TenantScope.Of(request.TenantId), ct);
        var before = AuditedPlanRequest.Of(request);
        if (request.Review() is { } refusal) return refusal.ToProblem();
        await before.ChangedAsync(db, feed, audit, request, null, ct);
        return TypedResults.NoContent();
    }
}
