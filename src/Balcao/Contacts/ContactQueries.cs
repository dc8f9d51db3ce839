using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Platform.Storage;

namespace Balcao.Contacts;

public static class ContactQueries
{
    /// <summary>Contacts whose history the agent may see: it is visible to whoever may see any of its chats.</summary>
    public static IQueryable<Contact> VisibleTo(this IQueryable<Contact> all, CurrentAgent agent, BalcaoDb db)
    {
        if (agent.IsAdministrator) return all;
        var audience = AudienceOf(agent, db);
        return all.Where(c => audience.Any(a => a.ContactId == c.Id));
    }

    /// <summary>The contacts' audiences that the agent is part of.</summary>
    public static IQueryable<ContactAudience> AudienceOf(CurrentAgent agent, BalcaoDb db)
    {
        var mine = db.ChatGroupMemberships.Where(m => m.AgentId == agent.Id);
        return db.ContactAudiences.Where(a => mine.Any(m => m.GroupId == a.GroupId));
    }
}
