using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>The agent who serves a chat closes it. A transcript is added to the ticket, which is resolved or stays open.</summary>
public static class CloseChat
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chats/{id}/closure", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Close a chat").WithTags("Chats").ProducesProblem(404).ProducesProblem(409)
        .WithExample(new CloseChatRequest { ResolveTicket = true });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChatId id, CloseChatRequest request, CurrentAgent agent, BalcaoDb db, UnitOfWork work, Feed feed, StorageEngine engine, AttendanceBell bell,
        TimeProvider time, CancellationToken ct)
    {
        if (await db.Chats.VisibleTo(agent, db).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } chat)
            return InputRefusals.NotFound.ToProblem();
        if (await InAsync(db, work, feed, engine, bell, chat, request.ResolveTicket, agent.Id, time.GetUtcNow(), ct) is { } refusal) return refusal.ToProblem();
        return TypedResults.NoContent();
    }

    /// <summary>Closes the chat in the open unit of work, with the group's end text. Null if it was done.</summary>
    internal static async Task<Refusal?> InAsync(
        BalcaoDb db, UnitOfWork work, Feed feed, StorageEngine engine, AttendanceBell bell, Chat chat, bool resolves, AgentId by, DateTimeOffset now,
        CancellationToken ct)
    {
        if (chat.Close(by, now) is { } refusal) return refusal;
        await db.Conversations.Where(c => c.Id == chat.ConversationId).EndingAsync(ct);
        var ticket = await db.Tickets.SingleAsync(t => t.Id == chat.TicketId, ct);
        TicketAfterChat.Into(db, ticket, chat.Id, resolves, now, by);
        feed.ChatChanged(chat.TenantId, chat.Id, ticket.ContactId);
        feed.TicketChanged(ticket.TenantId, ticket.Id, ticket.ContactId);
        // Saved first: the version decides whether the chat was still the agent's, and so whether anything is said.
        await work.SaveAsync(ct);
        await Owner.EndAllPartsAsync(db, feed, chat, ct);
        await AutomaticText.WriteAsync(db, feed, engine, chat, AutomaticText.End, g => g.EndText, now, ct);
        bell.RingHereAfterCommit(work, chat.TenantId);
        return null;
    }
}
