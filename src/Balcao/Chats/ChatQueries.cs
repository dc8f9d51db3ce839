using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

public static class ChatQueries
{
    extension(IQueryable<Chat> all)
    {
        public IQueryable<Chat> Waiting => all.Where(c => c.Status == ChatStatus.Waiting);

        public IQueryable<Chat> Open => all.Where(c => c.Status != ChatStatus.Closed);

        public IQueryable<Chat> ServedBy(AgentId agent) => all.Where(c => c.Status == ChatStatus.InService && c.AgentId == agent);

        /// <summary>The chats that <see cref="Visibility"/> shows the agent.</summary>
        public IQueryable<Chat> VisibleTo(CurrentAgent agent, BalcaoDb db) => all.ChatsVisibleTo(agent, db);

        /// <summary>
        /// Chats in service wait again, with the time they have waited since. The customer is told nothing of it (rule A7): a chat that
        /// was given directly has never had a text of the queue, and would get one.
        /// </summary>
        /// <param name="group">Where they wait; null: in their group.</param>
        /// <param name="ct">Of the request.</param>
        /// <returns>How many.</returns>
        internal Task<int> WaitAgainAsync(ChatGroupId? group, CancellationToken ct) => all.ExecuteUpdateAsync(set =>
        {
            set.SetProperty(c => c.Status, ChatStatus.Waiting)
                .SetProperty(c => c.AgentId, (AgentId?)null)
                .SetProperty(c => c.StartedAt, (DateTimeOffset?)null)
                .SetProperty(c => c.IsSilent, true)
                .SetProperty(c => c.Version, c => c.Version + 1);
            if (group is { } other) set.SetProperty(c => c.GroupId, other);
        }, ct);
    }
}
