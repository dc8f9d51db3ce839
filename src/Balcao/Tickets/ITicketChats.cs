using Balcao.Agents;
using Balcao.Contract;

namespace Balcao.Tickets;

/// <summary>The chats of tickets. Chats, a module above, implements it.</summary>
public interface ITicketChats
{
    /// <summary>Whether a chat of the ticket is waiting or in service.</summary>
    Task<bool> HasOpenAsync(TicketId ticket, CancellationToken ct);

    /// <summary>Gives all chats of a ticket to another one of the same contact, and announces them.</summary>
    Task MoveAsync(Ticket from, Ticket to, CancellationToken ct);

    /// <summary>Announces the ticket's chats to screens, which show its status with them.</summary>
    Task AnnounceAsync(Ticket ticket, CancellationToken ct);

    /// <summary>The conversation's chat that is not closed; null if there is none that the agent may see.</summary>
    Task<ChatName?> OpenOfAsync(ConversationId conversation, CurrentAgent agent, CancellationToken ct);
}
