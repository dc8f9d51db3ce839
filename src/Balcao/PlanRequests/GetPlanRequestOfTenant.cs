using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.PlanRequests;

public static class GetPlanRequestOfTenant
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/plan-requests/{id}", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(GetPlanRequestOfTenant)).WithSummary("Read a tenant's request with its messages").WithTags("Back office")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<Ok<PlanRequestView>, ProblemHttpResult>> Handle(PlanRequestId id, BalcaoDb db, CancellationToken ct) =>
        await RequestOfTenant.FindAsync(db, id, ct) is { } request
            ? TypedResults.Ok(await PlanRequestItems.ViewAsync(db, request, forOperators: true, ct))
            : InputRefusals.NotFound.ToProblem();
}
