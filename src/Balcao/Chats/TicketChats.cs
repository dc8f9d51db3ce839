using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

internal sealed class TicketChats(BalcaoDb db, Feed feed) : ITicketChats
{
    public Task<bool> HasOpenAsync(TicketId ticket, CancellationToken ct) => db.Chats.Open.AnyAsync(c => c.TicketId == ticket, ct);

    public async Task MoveAsync(Ticket from, Ticket to, CancellationToken ct)
    {
        // Of all the contact's conversations: an earlier merge may have brought chats of any of them.
        var conversations = db.Conversations.Where(c => c.ContactId == from.ContactId).Select(c => c.Id);
        var its = db.Chats.Where(c => conversations.Contains(c.ConversationId) && c.TicketId == from.Id);
        var moved = await its.Select(c => c.Id).ToListAsync(ct);
        await its.ExecuteUpdateAsync(set => set.SetProperty(c => c.TicketId, to.Id).SetProperty(c => c.Version, c => c.Version + 1), ct);
        foreach (var chat in moved) feed.ChatChanged(to.TenantId, chat, to.ContactId);
    }

    public async Task AnnounceAsync(Ticket ticket, CancellationToken ct)
    {
        // One of them is enough: the feed's readers get the others of the same ticket with it.
        var any = await db.Chats.Where(c => c.ConversationId == ticket.ConversationId && c.TicketId == ticket.Id)
            .OrderByDescending(c => c.WaitingSince).Select(c => (ChatId?)c.Id).FirstOrDefaultAsync(ct);
        if (any is { } chat) feed.ChatChanged(ticket.TenantId, chat, ticket.ContactId);
    }

    public async Task<ChatName?> OpenOfAsync(ConversationId conversation, CurrentAgent agent, CancellationToken ct)
    {
        var open = await (
            from chat in db.Chats.AsNoTracking().Open.VisibleTo(agent, db).Where(c => c.ConversationId == conversation)
            join person in db.Agents on new { chat.TenantId, Id = chat.AgentId } equals new { person.TenantId, Id = (AgentId?)person.Id } into agents
            from server in agents.DefaultIfEmpty()
            select new { chat.Id, chat.Status, chat.AgentId, Name = server!.Name }).SingleOrDefaultAsync(ct);
        return open is null ? null : new ChatName(open.Id, open.Status, open.AgentId is { } id ? new AgentName(id, open.Name) : null);
    }
}
