using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

public static class ConversationQueries
{
    /// <inheritdoc cref="ContactQueries.VisibleTo"/>
    public static IQueryable<Conversation> VisibleTo(this IQueryable<Conversation> all, CurrentAgent agent, BalcaoDb db)
    {
        if (agent.IsAdministrator) return all;
        var audience = ContactQueries.AudienceOf(agent, db);
        return all.Where(c => audience.Any(a => a.ContactId == c.ContactId));
    }
}
