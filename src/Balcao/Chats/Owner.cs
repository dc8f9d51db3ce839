using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>What changes when a chat in service passes from one agent to another, and when somebody's part in it ends.</summary>
internal static class Owner
{
    /// <summary>Locks the agents' rows in one order, before the chat.</summary>
    public static async Task LockAsync(BalcaoDb db, IEnumerable<AgentId> agents, CancellationToken ct)
    {
        foreach (var agent in agents.Distinct().OrderBy(id => id.Value)) await db.LockAsync(agent, ct);
    }

    /// <summary>One conditional update: false if the chat is no longer in service with <paramref name="from"/>.</summary>
    public static async Task<bool> PassAsync(BalcaoDb db, Feed feed, Chat chat, AgentId from, AgentId to, DateTimeOffset now, CancellationToken ct)
    {
        DateTimeOffset? since = now;
        AgentId? agent = to;
        var passed = await db.Chats.ServedBy(from).Where(c => c.Id == chat.Id).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.AgentId, agent)
            .SetProperty(c => c.StartedAt, since)
            .SetProperty(c => c.Version, c => c.Version + 1), ct) == 1;
        if (passed) await EndPartAsync(db, feed, chat, from, ct);
        return passed;
    }

    /// <summary>The agent takes part as a guest no more. Their screens read their lists again, because they may see less now.</summary>
    /// <returns>Whether they were a guest, or invited.</returns>
    public static async Task<bool> EndPartAsync(BalcaoDb db, Feed feed, Chat chat, AgentId agent, CancellationToken ct)
    {
        var ended = await db.ChatGuests.Where(g => g.ChatId == chat.Id && g.AgentId == agent).ExecuteDeleteAsync(ct) > 0;
        if (ended) feed.AccessChanged(chat.TenantId, agent);
        return ended;
    }

    /// <summary>The chat is closed: nobody takes part in it.</summary>
    public static async Task EndAllPartsAsync(BalcaoDb db, Feed feed, Chat chat, CancellationToken ct)
    {
        foreach (var agent in await db.ChatGuests.Where(g => g.ChatId == chat.Id).Select(g => g.AgentId).ToListAsync(ct))
            await EndPartAsync(db, feed, chat, agent, ct);
    }
}
