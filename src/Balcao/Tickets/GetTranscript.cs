using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>The messages of one of a ticket's closed chats, for those who see the ticket; the chat itself may be another group's.</summary>
public static class GetTranscript
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tickets/{id}/transcripts/{chatId}", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("The messages of a closed chat of the ticket, oldest first.").Refuses(InputRefusals.NotFound, InputRefusals.CursorInvalid);

    private static async Task<Results<Ok<Page<MessageItem>>, ProblemHttpResult>> Handle(
        TicketId id, ChatId chatId, string? cursor, int? limit, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        if (!Cursor.TryRead(cursor, out var behind)) return InputRefusals.CursorInvalid.ToProblem();
        if (await db.Tickets.AsNoTracking().VisibleTo(agent, db).SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket) return InputRefusals.NotFound.ToProblem();
        if (!await db.TicketActions.AnyAsync(a => a.TicketId == id && a.Kind == TicketActionKind.Transcript && a.ChatId == chatId, ct))
            return InputRefusals.NotFound.ToProblem();

        // A ticket that was merged into it may be of another number's conversation with the same contact.
        var conversations = db.Conversations.Where(c => c.ContactId == ticket.ContactId).Select(c => c.Id);
        var messages = db.Messages.AsNoTracking().Where(m => conversations.Contains(m.ConversationId) && m.ChatId == chatId);
        return TypedResults.Ok(await TicketMessages.PageAsync(db, agent, messages, behind, limit, ct));
    }
}
