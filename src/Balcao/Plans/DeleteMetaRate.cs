using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

public static class DeleteMetaRate
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/back-office/meta-rates/{id}", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(DeleteMetaRate)).WithSummary("Delete a price of Meta's rate card").WithTags("Back office")
        .WithDescription("From its day on the price before it holds; without one, the rate is unknown.")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(MetaRateId id, BalcaoDb db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.MetaRates.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } rate) return InputRefusals.NotFound.ToProblem();
        audit.Deleted("metaRate", id, rate.ToAudited());
        db.Remove(rate);
        return TypedResults.NoContent();
    }
}
