using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class ListTicketTargets
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ticket-targets", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("How soon tickets are to be answered and resolved, in minutes of service time, for every urgency.");

    private static async Task<Ok<TicketTargetList>> Handle(BalcaoDb db, CancellationToken ct) =>
        TypedResults.Ok(TicketTarget.ListOf(await db.TicketTargets.AsNoTracking().ToListAsync(ct)));
}
