using Balcao.Agents;
using Balcao.Contract;
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
        ChatId id, CloseChatRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, TimeProvider time, CancellationToken ct)
    {
        if (await db.Chats.VisibleTo(agent, db).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } chat)
            return InputRefusals.NotFound.ToProblem();
        var now = time.GetUtcNow();
        if (chat.Close(agent.Id, now) is { } refusal) return refusal.ToProblem();

        var ticket = await db.Tickets.SingleAsync(t => t.Id == chat.TicketId, ct);
        TicketAfterChat.Into(db, ticket, chat.Id, request.ResolveTicket, now, agent.Id);
        feed.ChatChanged(chat.TenantId, chat.Id, ticket.ContactId);
        return TypedResults.NoContent();
    }
}
