using Balcao.Agents;
using Balcao.Contract;

namespace Balcao.Conversations;

/// <summary>Tickets as the search finds them. Tickets, a module above, implements it.</summary>
public interface ISearchedTickets
{
    /// <summary>The ticket with this protocol number; null if the agent may not see it.</summary>
    Task<TicketHit?> FindAsync(long protocol, CurrentAgent agent, CancellationToken ct);
}
