using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Chats;

public static class ChatQueries
{
    extension(IQueryable<Chat> all)
    {
        public IQueryable<Chat> Waiting => all.Where(c => c.Status == ChatStatus.Waiting);

        public IQueryable<Chat> Open => all.Where(c => c.Status != ChatStatus.Closed);

        /// <summary>Agents see the chats of groups they attend, group administrators all of their groups, administrators all.</summary>
        public IQueryable<Chat> VisibleTo(CurrentAgent agent, BalcaoDb db)
        {
            if (agent.IsAdministrator) return all;
            var mine = db.ChatGroupMemberships.Where(m => m.AgentId == agent.Id);
            return all.Where(c => mine.Any(m => m.GroupId == c.GroupId));
        }
    }
}
