using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class GetTicket
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tickets/{id}", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("A ticket and what happened to it, oldest first; the action that a closing chat left carries its transcript.");

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        var found = await (
            from ticket in db.Tickets.AsNoTracking().Where(t => t.Id == id)
            join contact in db.Contacts.VisibleTo(agent, db) on new { ticket.TenantId, Id = ticket.ContactId } equals new { contact.TenantId, contact.Id }
            select new { Ticket = ticket, Contact = contact }).SingleOrDefaultAsync(ct);
        if (found is null) return InputRefusals.NotFound.ToProblem();

        var actions = await (
            from action in db.TicketActions.AsNoTracking().Where(a => a.TicketId == id)
            join person in db.Agents on new { action.TenantId, Id = action.AuthorId } equals new { person.TenantId, Id = (AgentId?)person.Id } into authors
            from author in authors.DefaultIfEmpty()
            orderby action.At, action.Id
            select new { action.Id, action.Kind, action.At, action.AuthorId, AuthorName = author!.Name, action.ChatId }).ToListAsync(ct);
        var transcripts = await TranscriptsAsync(
            db, found.Ticket.ConversationId, [.. actions.Where(a => a.Kind is TicketActionKind.Transcript).Select(a => a.ChatId).OfType<ChatId>()], ct);

        return TypedResults.Ok(new TicketView(
            found.Ticket.Id, found.Ticket.Protocol, found.Ticket.Status, found.Ticket.Subject, found.Contact.ToItem(),
            found.Ticket.ConversationId, found.Ticket.OpenedAt, found.Ticket.ResolvedAt,
            [
                .. actions.Select(action => new TicketActionItem(
                    action.Id, action.Kind, action.At,
                    action.AuthorId is { } author ? new AgentName(author, action.AuthorName) : null,
                    action.ChatId,
                    action.Kind is TicketActionKind.Transcript ? [.. transcripts[action.ChatId]] : [])),
            ]));
    }

    private static async Task<ILookup<ChatId?, MessageItem>> TranscriptsAsync(
        BalcaoDb db, ConversationId conversation, IReadOnlyCollection<ChatId> chats, CancellationToken ct)
    {
        var ids = chats.Count == 0 ? [] : await db.Messages
            .Where(m => m.ConversationId == conversation && m.ChatId != null && chats.Contains(m.ChatId.Value))
            .OrderBy(m => m.At).ThenBy(m => m.Id).Select(m => m.Id).ToListAsync(ct);
        return (await MessageItems.LoadAsync(db, ids, ct)).ToLookup(message => message.ChatId);
    }
}
