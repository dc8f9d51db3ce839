using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.PlanRequests;

public static class ListPlanRequests
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/plan-requests", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(ListPlanRequests)).WithSummary("List the tenant's requests, newest first").WithTags("Plan requests")
        .Refuses(InputRefusals.CursorInvalid);

    static async Task<Results<Ok<Page<PlanRequestItem>>, ProblemHttpResult>> Handle(
        string? cursor, int? limit, CurrentAgent administrator, BalcaoDb db, CancellationToken ct)
    {
        if (!Cursor.TryRead(cursor, out var behind)) return InputRefusals.CursorInvalid.ToProblem();
        var most = Cursor.Limit(limit);
        var rows = await db.PlanRequests.NewestAsync(behind, most, ct);
        var next = rows.Count > most ? Cursor.At(0, rows[most - 1].RequestedAt, rows[most - 1].Id.Value).ToString() : null;
        var items = await PlanRequestItems.LoadAsync(db, [.. rows.Take(most)], forOperators: false, ct);
        return TypedResults.Ok(new Page<PlanRequestItem>(items, next, await db.NewestFeedNumberAsync(administrator.TenantId, ct)));
    }
}
