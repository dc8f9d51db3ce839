using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// A conversation with its chats, without messages. The agent may see all of its messages, but only the chats of the agent's
/// groups. Lists and pushes have the same rule, so that a screen that follows the feed shows what one just opened would show.
/// </summary>
public static class GetConversation
{
    /// <summary>Of a customer who writes every day, two years.</summary>
    private const int MostChats = 500;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/conversations/{id}", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("One conversation and those of its chats you may see, oldest first; of more than 500 the newest.");

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Handle(
        ConversationId id, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        var conversations = db.Conversations.AsNoTracking().VisibleTo(agent, db).Where(c => c.Id == id);
        if (await ConversationItems.LoadAsync(db, conversations, ct) is not [var conversation]) return InputRefusals.NotFound.ToProblem();
        var chats = await db.Chats.VisibleTo(agent, db).Where(c => c.ConversationId == id)
            .OrderByDescending(c => c.WaitingSince).ThenByDescending(c => c.Id).Select(c => c.Id).Take(MostChats).ToListAsync(ct);
        chats.Reverse();
        return TypedResults.Ok(new ConversationView(
            conversation, await ChatItems.LoadAsync(db, chats, ct), await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }
}
