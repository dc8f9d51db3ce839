using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>
/// What the customer wrote outside service hours, and what was answered: the conversation's messages of no chat, from the opening
/// of the ticket to the opening of the conversation's next one. A ticket has those of the tickets that were merged into it, too.
/// </summary>
public static class ListTicketMessages
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tickets/{id}/messages", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("The ticket's messages outside its chats, for instance outside service hours, oldest first.")
        .Refuses(InputRefusals.NotFound, InputRefusals.CursorInvalid);

    private static async Task<Results<Ok<Page<MessageItem>>, ProblemHttpResult>> Handle(
        TicketId id, string? cursor, int? limit, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        if (!Cursor.TryRead(cursor, out var behind)) return InputRefusals.CursorInvalid.ToProblem();
        if (await db.Tickets.AsNoTracking().VisibleTo(agent, db).SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket) return InputRefusals.NotFound.ToProblem();
        var all = db.Tickets.Where(t => t.ContactId == ticket.ContactId);
        var its = all.Where(t => (t.Id == id && t.MergedIntoId == null) || t.MergedIntoId == id);
        var conversations = its.Select(t => t.ConversationId);
        var opened = await its.OrderBy(t => t.OpenedAt).Select(t => (DateTimeOffset?)t.OpenedAt).FirstOrDefaultAsync(ct) ?? DateTimeOffset.MaxValue;

        var messages = db.Messages.AsNoTracking()
            .Where(m => conversations.Contains(m.ConversationId) && m.ChatId == null && m.StoredAt >= opened && m.Direction != MessageDirection.Internal)
            .Where(m => its.Any(t => t.ConversationId == m.ConversationId && t.OpenedAt <= m.StoredAt
                && !all.Any(next => next.ConversationId == t.ConversationId && next.OpenedAt > t.OpenedAt && next.OpenedAt <= m.StoredAt)));
        return TypedResults.Ok(await TicketMessages.PageAsync(db, agent, messages, behind, limit, ct));
    }
}
