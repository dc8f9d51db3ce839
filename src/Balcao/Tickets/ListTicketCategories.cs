using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Tickets;

public static class ListTicketCategories
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ticket-categories", Handle).RequireAuthorization(Permission.Read).WithSummary("The tenant's categories, by path.");

    private static async Task<Ok<Page<TicketCategoryItem>>> Handle(CurrentAgent agent, BalcaoDb db, CancellationToken ct) =>
        TypedResults.Ok(new Page<TicketCategoryItem>((await db.CategoryTreeAsync(ct)).Items(), null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
}
