using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Tickets;

public static class TicketQueries
{
    extension(IQueryable<Ticket> all)
    {
        /// <summary>The tickets of the contacts whose history the agent sees.</summary>
        public IQueryable<Ticket> VisibleTo(CurrentAgent agent, BalcaoDb db) => all.OfHistoryVisibleTo(agent, db);

        /// <summary>Somebody still has to do something.</summary>
        public IQueryable<Ticket> Open =>
            all.Where(t => t.Status == TicketStatus.New || t.Status == TicketStatus.InAttendance || t.Status == TicketStatus.Waiting);
    }
}
