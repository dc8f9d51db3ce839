using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Plans;

/// <summary>An operator enters a price of Meta's rate card (rule C10).</summary>
public static class SaveMetaRate
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/meta-rates", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(SaveMetaRate)).WithSummary("Save a price of Meta's rate card").WithTags("Back office")
        .WithDescription("A price of the same market, category and day is replaced.")
        .Refuses([.. MetaRateContent.Refusals])
        .WithExample(MetaRateContent.Example);

    static async Task<Results<Ok<MetaRateItem>, ProblemHttpResult>> Handle(SaveMetaRateRequest request, BalcaoDb db, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (MetaRateContent.Check(request) is { } refusal) return refusal.ToProblem();
        var known = await MetaRateContent.FindAsync(db, request, ct);
        return TypedResults.Ok(MetaRateContent.Save(db, audit, known, request, time.GetUtcNow()).Rate.ToItem());
    }
}
