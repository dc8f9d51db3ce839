using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

public static class ConversationQueries
{
    /// <summary>The conversations that <see cref="Visibility"/> shows the agent.</summary>
    public static IQueryable<Conversation> VisibleTo(this IQueryable<Conversation> all, CurrentAgent agent, BalcaoDb db) =>
        all.OfHistoryVisibleTo(agent, db);
}
