using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>A conversation with everything that decides whether the caller may send in it.</summary>
/// <param name="Chat">The chat the caller named, otherwise the open one, if any.</param>
/// <param name="IsGuest">The caller takes part in it as a guest.</param>
internal sealed record ServedConversation(Conversation Conversation, Chat? Chat, Channel Channel, Tenant Tenant, bool IsGuest)
{
    /// <summary>Null if the caller may not see the chat.</summary>
    public static async Task<ServedConversation?> OfChatAsync(BalcaoDb db, CurrentAgent agent, ChatId id, CancellationToken ct) =>
        await Load(db, agent.Id, db.Chats.VisibleTo(agent, db).Where(c => c.Id == id)).SingleOrDefaultAsync(ct);

    /// <summary>The channel's contract, which may forbid to send.</summary>
    public Task<ContractState> ContractAsync(BalcaoDb db, DateTimeOffset now, CancellationToken ct) => ContractState.LoadAsync(db, Channel.Id, now, ct);

    /// <summary>Null if the caller may not see the contact.</summary>
    public static async Task<ServedConversation?> OfConversationAsync(BalcaoDb db, CurrentAgent agent, ConversationId id, CancellationToken ct)
    {
        var open = db.Chats.Open;
        var guestIn = Visibility.GuestsIn(db).Where(g => g.AgentId == agent.Id);
        return await (
            from conversation in db.Conversations.VisibleTo(agent, db).AsNoTracking()
            join channel in db.Channels.AsNoTracking() on conversation.ChannelId equals channel.Id
            join tenant in db.Tenants.AsNoTracking() on conversation.TenantId equals tenant.Id
            where conversation.Id == id
            let chat = open.SingleOrDefault(c => c.ConversationId == conversation.Id)
            select new ServedConversation(conversation, chat, channel, tenant, chat != null && guestIn.Any(g => g.ChatId == chat.Id))).SingleOrDefaultAsync(ct);
    }

    private static IQueryable<ServedConversation> Load(BalcaoDb db, AgentId agent, IQueryable<Chat> chats)
    {
        var guestIn = Visibility.GuestsIn(db).Where(g => g.AgentId == agent);
        return
            from chat in chats.AsNoTracking()
            join conversation in db.Conversations.AsNoTracking() on chat.ConversationId equals conversation.Id
            join channel in db.Channels.AsNoTracking() on conversation.ChannelId equals channel.Id
            join tenant in db.Tenants.AsNoTracking() on conversation.TenantId equals tenant.Id
            select new ServedConversation(conversation, chat, channel, tenant, guestIn.Any(g => g.ChatId == chat.Id));
    }

    /// <summary>Null if the caller serves the conversation's chat, or takes part in it while another serves it.</summary>
    public Refusal? CheckServedBy(AgentId agent) =>
        Chat is null ? ChatRefusals.Closed : IsGuest && Chat.Status is ChatStatus.InService ? null : Chat.CheckServedBy(agent);

    /// <summary>Null if the caller may send a message now.</summary>
    public async Task<Refusal?> CheckMaySendAsync(BalcaoDb db, AgentId agent, DateTimeOffset now, CancellationToken ct) =>
        CheckServedBy(agent) ?? SendRules.Check(Tenant, Channel, await ContractAsync(db, now, ct), Conversation, now);

    /// <summary>Null if the caller may answer a ticket now: nobody else serves the conversation, and its window is open.</summary>
    public async Task<Refusal?> CheckMayAnswerAsync(BalcaoDb db, AgentId agent, DateTimeOffset now, CancellationToken ct) =>
        Chat is { Status: ChatStatus.InService, AgentId: var server } && server != agent
            ? ChatRefusals.HeldByAnother
            : SendRules.Check(Tenant, Channel, await ContractAsync(db, now, ct), Conversation, now);
}
