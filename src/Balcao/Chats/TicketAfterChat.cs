using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tickets;

namespace Balcao.Chats;

/// <summary>What a closed chat adds to its ticket: the transcript, and the resolution if there is one.</summary>
public static class TicketAfterChat
{
    /// <param name="rows">Receives the ticket's actions.</param>
    /// <param name="ticket">The chat's ticket.</param>
    /// <param name="chat">The closed chat.</param>
    /// <param name="resolves">False: the ticket stays open.</param>
    /// <param name="now">The server's clock.</param>
    /// <param name="by">The agent who closed it; null if no agent did.</param>
    public static void Into(IRowSink rows, Ticket ticket, ChatId chat, bool resolves, DateTimeOffset now, AgentId? by = null)
    {
        // An agent who closes a chat has served it. A status given by hand, such as waiting for a part, outlives the chat.
        if (by is { } server && ticket.Status is TicketStatus.New) ticket.Attend(server, now);
        rows.Add(ticket.ActionOf(TicketActionKind.Transcript, now, by, chat));
        if (resolves && ticket.Resolve(now) is { } resolved) rows.Add(ticket.ActionOf(resolved, now, by));
    }
}
