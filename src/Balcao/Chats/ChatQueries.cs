using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;

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
    }
}
