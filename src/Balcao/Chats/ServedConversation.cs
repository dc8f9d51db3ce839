using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>A conversation with everything that decides whether the caller may send in it.</summary>
/// <param name="Chat">The chat the caller named, otherwise the open one, if any.</param>
internal sealed record ServedConversation(Conversation Conversation, Chat? Chat, Channel Channel, Tenant Tenant)
{
    /// <summary>Null if the caller may not see the chat.</summary>
    public static async Task<ServedConversation?> OfChatAsync(BalcaoDb db, CurrentAgent agent, ChatId id, CancellationToken ct) =>
        await Load(db, db.Chats.VisibleTo(agent, db).Where(c => c.Id == id)).SingleOrDefaultAsync(ct);

    /// <summary>Null if the caller may not see the contact.</summary>
    public static async Task<ServedConversation?> OfConversationAsync(BalcaoDb db, CurrentAgent agent, ConversationId id, CancellationToken ct)
    {
        var open = db.Chats.Open;
        return await (
            from conversation in db.Conversations.VisibleTo(agent, db).AsNoTracking()
            join channel in db.Channels.AsNoTracking() on conversation.ChannelId equals channel.Id
            join tenant in db.Tenants.AsNoTracking() on conversation.TenantId equals tenant.Id
            where conversation.Id == id
            select new ServedConversation(conversation, open.SingleOrDefault(c => c.ConversationId == conversation.Id), channel, tenant)).SingleOrDefaultAsync(ct);
    }

    private static IQueryable<ServedConversation> Load(BalcaoDb db, IQueryable<Chat> chats) =>
        from chat in chats.AsNoTracking()
        join conversation in db.Conversations.AsNoTracking() on chat.ConversationId equals conversation.Id
        join channel in db.Channels.AsNoTracking() on conversation.ChannelId equals channel.Id
        join tenant in db.Tenants.AsNoTracking() on conversation.TenantId equals tenant.Id
        select new ServedConversation(conversation, chat, channel, tenant);

    /// <summary>Null if the caller serves the conversation's chat.</summary>
    public Refusal? CheckServedBy(AgentId agent) => Chat is null ? ChatRefusals.Closed : Chat.CheckServedBy(agent);

    /// <summary>Null if the caller may send a message now.</summary>
    public Refusal? CheckMaySend(AgentId agent, DateTimeOffset now) =>
        CheckServedBy(agent) ?? SendRules.Check(Tenant, Channel, Conversation, now);
}
