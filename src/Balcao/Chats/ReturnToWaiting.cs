using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// Rule A7: chats that their agent may no longer serve wait again, in the transaction that ends the agent's right, and those
/// who may serve see it at once. They keep the time they have waited since, and so their place before later ones. The
/// customer is told nothing.
/// </summary>
internal sealed class ReturnToWaiting(BalcaoDb db, Feed feed, UnitOfWork work, AttendanceBell bell) : IServedChats
{
    public Task ReturnAllAsync(AgentId agent, CancellationToken ct) => ReturnAsync(db.Chats.ServedBy(agent), ct);

    public Task ReturnOfGroupAsync(AgentId agent, ChatGroupId group, CancellationToken ct) =>
        ReturnAsync(db.Chats.ServedBy(agent).Where(c => c.GroupId == group), ct);

    public Task ReturnUnseenAsync(AgentId agent, CancellationToken ct)
    {
        var theirs = Visibility.Memberships(db).Where(m => m.AgentId == agent);
        return ReturnAsync(db.Chats.ServedBy(agent).Where(c => !theirs.Any(m => m.GroupId == c.GroupId)), ct);
    }

    internal async Task ReturnAsync(IQueryable<Chat> served, CancellationToken ct)
    {
        var returned = await (
            from chat in served
            join conversation in db.Conversations on new { chat.TenantId, Id = chat.ConversationId } equals new { conversation.TenantId, conversation.Id }
            select new { chat.TenantId, chat.Id, conversation.ContactId }).ToListAsync(ct);
        if (returned.Count == 0) return;

        // The agent may close one at this moment: the condition is checked again, and a closed chat stays closed.
        await served.WaitAgainAsync(null, ct);
        foreach (var chat in returned) feed.ChatChanged(chat.TenantId, chat.Id, chat.ContactId);
        bell.RingHereAfterCommit(work, returned[0].TenantId);
    }
}
