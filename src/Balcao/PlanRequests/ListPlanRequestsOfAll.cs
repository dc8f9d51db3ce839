using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.PlanRequests;

/// <summary>The requests of all tenants, for operators: those to answer are a first section of the list, the others a second.</summary>
public static class ListPlanRequestsOfAll
{
    private const byte Pending = 0, Final = 1;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/plan-requests", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ListPlanRequestsOfAll)).WithSummary("List the requests of all tenants: those to answer first, then the newest").WithTags("Back office")
        .Refuses(InputRefusals.CursorInvalid);

    static async Task<Results<Ok<Page<PlanRequestItem>>, ProblemHttpResult>> Handle(string? cursor, int? limit, BalcaoDb db, CancellationToken ct)
    {
        if (!Cursor.TryRead(cursor, out var behind)) return InputRefusals.CursorInvalid.ToProblem();
        var most = Cursor.Limit(limit);
        var all = db.PlanRequests.OfAllTenants;
        var rows = behind is { Section: not Pending } ? [] : await all.Pending.NewestAsync(behind, most, ct);
        if (rows.Count <= most)
            rows.AddRange(await all.Final.NewestAsync(behind is { Section: not Pending } ? behind : null, most - rows.Count, ct));
        var next = rows.Count > most ? CursorAt(rows[most - 1]).ToString() : null;
        return TypedResults.Ok(new Page<PlanRequestItem>(await PlanRequestItems.LoadAsync(db, [.. rows.Take(most)], forOperators: true, ct), next, 0));
    }

    private static Cursor CursorAt(PlanRequest last) => Cursor.At(last.IsPending ? Pending : Final, last.RequestedAt, last.Id.Value);
}
