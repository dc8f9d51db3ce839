using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

public static class ListTenantNumbers
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/tenants/{id}/numbers", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ListTenantNumbers)).WithSummary("List a tenant's numbers").WithTags("Back office")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<Ok<Page<NumberItem>>, ProblemHttpResult>> Handle(
        TenantId id, BalcaoDb db, UnitOfWork work, TimeProvider time, CancellationToken ct)
    {
        if (!await db.Tenants.AnyAsync(t => t.Id == id, ct)) return InputRefusals.NotFound.ToProblem();
        await work.AllowAsync(TenantScope.Of(id), ct);
        return TypedResults.Ok(new Page<NumberItem>(await NumberItems.LoadAsync(db, null, time.GetUtcNow(), ct), null, await db.NewestFeedNumberAsync(id, ct)));
    }
}
