using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

internal sealed class SearchedTickets(BalcaoDb db) : ISearchedTickets
{
    public async Task<TicketHit?> FindAsync(long protocol, CurrentAgent agent, CancellationToken ct)
    {
        var found = await (
            from ticket in db.Tickets.AsNoTracking().VisibleTo(agent, db)
            join contact in db.Contacts on new { ticket.TenantId, Id = ticket.ContactId } equals new { contact.TenantId, contact.Id }
            where ticket.Protocol == protocol
            select new { Ticket = ticket, Contact = contact }).SingleOrDefaultAsync(ct);
        return found is null ? null : new TicketHit(
            new TicketName(found.Ticket.Id, found.Ticket.Protocol, found.Ticket.Status), found.Ticket.Subject, found.Contact.ToItem(), found.Ticket.ConversationId);
    }
}
