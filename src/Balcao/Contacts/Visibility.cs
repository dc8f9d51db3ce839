using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Contacts;

/// <summary>
/// Rule A9, which agent sees what, and the one place that says it. A chat is seen by the members of its group, attendants
/// and group administrators alike. A contact's history (the contact, its conversations, messages, files and tickets) is
/// seen by whoever sees any of the contact's chats. Administrators see all of their tenant.
/// <para>
/// It is said in two forms, which must say the same: as a query here, and in memory by <see cref="Sight"/> for the feed,
/// which is read once for all screens. All else calls one of them; a test refuses another reader of the audience.
/// </para>
/// <para>
/// What grants the history is a row of <see cref="ContactAudience"/>: a chat adds one for its group. Whatever else comes to
/// grant it does so by adding a row there. A ticket of a group adds the row that a chat of that group would: nothing
/// changes here. A ticket of a single agent needs rows that name an agent, and one more condition in <see cref="GrantsTo"/>
/// and in <see cref="Sight.IsGranted"/>: nothing else changes.
/// </para>
/// </summary>
public static class Visibility
{
    /// <summary>Whether nothing of the tenant is hidden from who has this role.</summary>
    public static bool SeesAll(Role role) => role is Role.Administrator;

    /// <summary>The contacts whose history the agent sees.</summary>
    public static IQueryable<Contact> VisibleTo(this IQueryable<Contact> all, CurrentAgent agent, BalcaoDb db)
    {
        if (SeesAll(agent.Role)) return all;
        var grants = GrantsTo(agent, db);
        return all.Where(c => grants.Any(g => g.ContactId == c.Id));
    }

    /// <summary>Of what belongs to the history of contacts, that which the agent sees.</summary>
    public static IQueryable<T> OfHistoryVisibleTo<T>(this IQueryable<T> all, CurrentAgent agent, BalcaoDb db) where T : class, IOfHistory
    {
        if (SeesAll(agent.Role)) return all;
        var grants = GrantsTo(agent, db);
        return all.Where(row => grants.Any(g => g.ContactId == row.ContactId));
    }

    /// <summary>Of what belongs to groups, that which the agent sees.</summary>
    public static IQueryable<T> OfGroupsVisibleTo<T>(this IQueryable<T> all, CurrentAgent agent, BalcaoDb db) where T : class, IOfGroup
    {
        if (SeesAll(agent.Role)) return all;
        var mine = Memberships(db).Where(m => m.AgentId == agent.Id);
        return all.Where(row => mine.Any(m => m.GroupId == row.GroupId));
    }

    /// <summary>The rows that let the agent see a contact's history.</summary>
    private static IQueryable<ContactAudience> GrantsTo(CurrentAgent agent, BalcaoDb db)
    {
        var mine = Memberships(db).Where(m => m.AgentId == agent.Id);
        return Audiences(db).Where(a => mine.Any(m => m.GroupId == a.GroupId));
    }

    /// <summary>Who may see which contact's history, for <see cref="Sight"/>.</summary>
    public static IQueryable<ContactAudience> Audiences(BalcaoDb db) => db.ContactAudiences;

    /// <summary>By which groups an agent sees: every membership counts, whatever its part in the group, and ends with it.</summary>
    public static IQueryable<ChatGroupMembership> Memberships(BalcaoDb db) => db.ChatGroupMemberships;
}

/// <summary>The same rule in memory: one agent, given what the database says of the agent and of the contact.</summary>
/// <param name="Groups">Of <see cref="Visibility.Memberships"/>.</param>
public sealed record Sight(AgentId AgentId, Role Role, IReadOnlySet<ChatGroupId> Groups)
{
    public bool SeesChatOf(ChatGroupId group) => Visibility.SeesAll(Role) || Groups.Contains(group);

    /// <param name="audience">All rows of one contact, of <see cref="Visibility.Audiences"/>.</param>
    public bool SeesHistoryOf(IEnumerable<ContactAudience> audience) => Visibility.SeesAll(Role) || audience.Any(IsGranted);

    private bool IsGranted(ContactAudience row) => Groups.Contains(row.GroupId);
}

/// <summary>A part of a contact's history.</summary>
public interface IOfHistory
{
    ContactId ContactId { get; }
}

/// <summary>A part of a group's work.</summary>
public interface IOfGroup
{
    ChatGroupId GroupId { get; }
}
