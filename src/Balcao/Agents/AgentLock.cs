using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>
/// Locks an agent's row until the commit. An agent who takes a chat while somebody disables them or takes them out of its
/// group would otherwise keep it: neither transaction would see what the other writes. Agents are locked before chats.
/// </summary>
public static class AgentLock
{
    extension(BalcaoDb db)
    {
        public Task LockAsync(AgentId id, CancellationToken ct) => TouchAsync(db.Agents.Where(a => a.Id == id), ct);

        /// <returns>False if the agent has been disabled, or is no administrator any more, since the request was let in.</returns>
        public async Task<bool> LockAsync(CurrentAgent agent, CancellationToken ct) =>
            await TouchAsync(db.Agents.Where(a => a.Id == agent.Id && a.IsEnabled && (a.Role == agent.Role || a.Role == Role.Administrator)), ct) == 1;
    }

    private static Task<int> TouchAsync(IQueryable<Agent> agents, CancellationToken ct) =>
        agents.ExecuteUpdateAsync(set => set.SetProperty(a => a.Name, a => a.Name), ct);
}
