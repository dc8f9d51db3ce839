using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class GetTicket
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tickets/{id}", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("A ticket. What happened to it is a list of its own.").Refuses(InputRefusals.NotFound);

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        var found = await (
            from ticket in db.Tickets.AsNoTracking().Where(t => t.Id == id)
            join contact in db.Contacts.VisibleTo(agent, db) on new { ticket.TenantId, Id = ticket.ContactId } equals new { contact.TenantId, contact.Id }
            select new { Ticket = ticket, Contact = contact }).SingleOrDefaultAsync(ct);
        if (found is null) return InputRefusals.NotFound.ToProblem();
        return TypedResults.Ok(new TicketView(
            found.Ticket.Id, found.Ticket.Protocol, found.Ticket.Status, found.Ticket.Subject, found.Contact.ToItem(),
            found.Ticket.ConversationId, found.Ticket.OpenedAt, found.Ticket.ResolvedAt));
    }
}
