using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.PlanRequests;

public static class GetPlanRequest
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/plan-requests/{id}", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(GetPlanRequest)).WithSummary("Read a request with its messages").WithTags("Plan requests")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<Ok<PlanRequestView>, ProblemHttpResult>> Handle(PlanRequestId id, BalcaoDb db, CancellationToken ct) =>
        await db.PlanRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is { } request
            ? TypedResults.Ok(await PlanRequestItems.ViewAsync(db, request, forOperators: false, ct))
            : InputRefusals.NotFound.ToProblem();
}
