using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Platform.Storage;

namespace Balcao.Tickets;

public static class TicketQueries
{
    /// <summary>The tickets of the contacts whose history the agent sees.</summary>
    public static IQueryable<Ticket> VisibleTo(this IQueryable<Ticket> all, CurrentAgent agent, BalcaoDb db) => all.OfHistoryVisibleTo(agent, db);
}
