using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class ListTicketFields
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ticket-fields", Handle).RequireAuthorization(Permission.Read).WithSummary("The fields that the tenant's tickets have, oldest first.");

    private static async Task<Ok<Page<TicketFieldItem>>> Handle(CurrentAgent agent, BalcaoDb db, CancellationToken ct) => TypedResults.Ok(new Page<TicketFieldItem>(
        [.. (await db.TicketFields.AsNoTracking().OrderBy(f => f.Id).ToListAsync(ct)).Select(f => f.ToItem())], null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
}
