using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Macros;

public static class ListMacros
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/macros", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(ListMacros)).WithSummary("List the macros").WithTags("Macros")
        .WithDescription("Those of the tenant and of the caller's groups, by name; all of them for administrators. A tenant has 500 at most, so that the list is whole.");

    static async Task<Ok<Page<MacroItem>>> Handle(CurrentAgent agent, BalcaoDb db, CancellationToken ct) =>
        TypedResults.Ok(new Page<MacroItem>(await db.Macros.VisibleTo(agent, db).ToItemsAsync(db, ct), null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
}
