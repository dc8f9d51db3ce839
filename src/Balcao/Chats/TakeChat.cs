using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>An agent takes a waiting chat. If two try at the same time exactly one gets it, by one conditional update.</summary>
public static class TakeChat
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chats/{id}/assignment", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Take a waiting chat").WithTags("Chats").ProducesProblem(409);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChatId id, CurrentAgent agent, BalcaoDb db, Feed feed, StorageEngine engine, TimeProvider time, CancellationToken ct)
    {
        // Nobody takes a chat at the moment they lose the right to serve it: it would stay with them.
        if (!await db.LockAsync(agent, ct)) return InputRefusals.NotFound.ToProblem();
        var visible = db.Chats.VisibleTo(agent, db).Where(c => c.Id == id);
        // Lanes too lock the conversation before its ticket and its chat.
        if (await visible.Select(c => (ConversationId?)c.ConversationId).SingleOrDefaultAsync(ct) is { } conversation)
            await engine.LockRowsAsync<Conversation>(db, agent.TenantId, [conversation.Value], ct);
        var now = time.GetUtcNow();
        var taken = await ClaimAsync(visible, agent.Id, now, ct) == 1;

        var chat = await visible.AsNoTracking().SingleOrDefaultAsync(ct);
        if (chat is null) return InputRefusals.NotFound.ToProblem();
        if (!taken) return RefuseTo(agent, chat) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();

        var contact = await db.Conversations.Where(c => c.Id == chat.ConversationId).Select(c => c.ContactId).SingleAsync(ct);
        feed.ChatChanged(chat.TenantId, chat.Id, contact);
        await TicketOfTakenChat.AttendAsync(db, feed, chat, agent.Id, now, ct);
        // Saved first: the text may name the ticket's status.
        await db.SaveChangesAsync(ct);
        await AutomaticText.WriteAsync(db, feed, engine, chat, AutomaticText.Start, g => g.StartText, now, ct);
        return TypedResults.NoContent();
    }

    /// <summary>
    /// Lets the agent serve those of the chats that still wait. The agent's row is locked (<see cref="AgentLock"/>).
    /// </summary>
    /// <param name="agent">Null: the caller names each chat's agent in the same transaction.</param>
    /// <returns>How many.</returns>
    internal static Task<int> ClaimAsync(IQueryable<Chat> chats, AgentId? agent, DateTimeOffset now, CancellationToken ct) =>
        chats.Where(c => c.Status == ChatStatus.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.Status, ChatStatus.InService)
            .SetProperty(c => c.AgentId, agent)
            .SetProperty(c => c.StartedAt, now)
            .SetProperty(c => c.Version, c => c.Version + 1), ct);

    /// <summary>Null for the agent who already has the chat: a click repeated on a slow connection is not an error.</summary>
    private static Refusal? RefuseTo(CurrentAgent agent, Chat chat) =>
        chat.Status is ChatStatus.Closed ? ChatRefusals.Closed : chat.AgentId == agent.Id ? null : ChatRefusals.Taken;
}
