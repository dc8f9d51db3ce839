using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Tickets;

public static class GetTicket
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tickets/{id}", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("A ticket. What happened to it is a list of its own.").Refuses(InputRefusals.NotFound);

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, CurrentAgent agent, BalcaoDb db, ITicketChats chats, CancellationToken ct) =>
        await TicketViews.LoadAsync(db, agent, chats, id, ct) is { } view ? TypedResults.Ok(view) : InputRefusals.NotFound.ToProblem();
}
