using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

public static class GetChat
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/chats/{id}", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("One chat.");

    private static async Task<Results<Ok<ChatItem>, ProblemHttpResult>> Handle(
        ChatId id, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        if (!await db.Chats.VisibleTo(agent, db).AnyAsync(c => c.Id == id, ct)) return InputRefusals.NotFound.ToProblem();
        return TypedResults.Ok((await ChatItems.LoadAsync(db, [id], ct))[0]);
    }
}
