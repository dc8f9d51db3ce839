using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Variables;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>What variables stand for in a text that an agent writes in a chat.</summary>
public static class ChatVariables
{
    /// <param name="agent">Who writes, whoever serves the chat.</param>
    public static async Task<VariableValues> LoadAsync(BalcaoDb db, ChatId id, AgentId agent, DateTimeOffset now, CancellationToken ct)
    {
        var place = (await ChatPlace.LoadAsync(db, [id], ct))[id];
        return place.Values(now) with { AgentName = await db.Agents.Where(a => a.Id == agent).Select(a => a.Name).SingleOrDefaultAsync(ct) };
    }
}
