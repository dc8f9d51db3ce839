using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

public static class ListTenants
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/tenants", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ListTenants)).WithSummary("List all tenants").WithTags("Back office");

    static async Task<Ok<Page<TenantItem>>> Handle(BalcaoDb db, CancellationToken ct)
    {
        var tenants = await db.Tenants.AsNoTracking().OrderBy(t => t.Name).ThenBy(t => t.Id).ToListAsync(ct);
        return TypedResults.Ok(new Page<TenantItem>(tenants.ConvertAll(t => t.ToItem()), null, 0));
    }
}
