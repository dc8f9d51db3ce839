using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Contacts;

/// <summary>
/// Rule A9, which agent sees what; the only place that defines it. A chat is seen by the members of its group, attendants and
/// group administrators alike, and by those who take part in it as guests. A contact's history (the contact, its conversations, messages, files and tickets) is seen by
/// everybody who sees any of the contact's chats. Administrators see everything of their tenant.
/// <para>
/// The rule has two forms that must agree: queries in this class, and <see cref="AgentAccess"/> in memory for the feed, which is
/// read once for all screens. All other code uses one of them; a test fails if another class reads the audience.
/// </para>
/// <para>
/// Access to the history is granted by a row of <see cref="ContactAudience"/>: a chat adds one for its group. Any further
/// reason to grant it must add such a row. A ticket of a group would add the same row as a chat of that group, without a
/// change here. A ticket of a single agent would need rows that name an agent, and one more condition in <see cref="GrantsTo"/>
/// and in <see cref="AgentAccess.IsGranted"/>, and no other change.
/// </para>
/// </summary>
public static class Visibility
{
    /// <summary>Whether a person with this role sees everything of the tenant.</summary>
    public static bool SeesAll(Role role) => role is Role.Administrator;

    /// <summary>The contacts whose history the agent sees.</summary>
    public static IQueryable<Contact> VisibleTo(this IQueryable<Contact> all, CurrentAgent agent, BalcaoDb db)
    {
        if (SeesAll(agent.Role)) return all;
        var grants = GrantsTo(agent, db);
        var guestIn = GuestsIn(db).Where(g => g.AgentId == agent.Id);
        return all.Where(c => grants.Any(g => g.ContactId == c.Id) || guestIn.Any(g => g.ContactId == c.Id));
    }

    /// <summary>The rows of contacts' histories that the agent sees.</summary>
    public static IQueryable<T> OfHistoryVisibleTo<T>(this IQueryable<T> all, CurrentAgent agent, BalcaoDb db) where T : class, IOfHistory
    {
        if (SeesAll(agent.Role)) return all;
        var grants = GrantsTo(agent, db);
        var guestIn = GuestsIn(db).Where(g => g.AgentId == agent.Id);
        return all.Where(row => grants.Any(g => g.ContactId == row.ContactId) || guestIn.Any(g => g.ContactId == row.ContactId));
    }

    /// <summary>The rows of groups that the agent sees.</summary>
    public static IQueryable<T> OfGroupsVisibleTo<T>(this IQueryable<T> all, CurrentAgent agent, BalcaoDb db) where T : class, IOfGroup
    {
        if (SeesAll(agent.Role)) return all;
        var mine = Memberships(db).Where(m => m.AgentId == agent.Id);
        return all.Where(row => mine.Any(m => m.GroupId == row.GroupId));
    }

    /// <summary>The chats that the agent sees: those of their groups, and those they take part in as a guest.</summary>
    public static IQueryable<T> ChatsVisibleTo<T>(this IQueryable<T> all, CurrentAgent agent, BalcaoDb db) where T : class, IChatOfGroup
    {
        if (SeesAll(agent.Role)) return all;
        var mine = Memberships(db).Where(m => m.AgentId == agent.Id);
        var guestIn = GuestsIn(db).Where(g => g.AgentId == agent.Id);
        return all.Where(row => mine.Any(m => m.GroupId == row.GroupId) || guestIn.Any(g => g.ChatId == row.Id));
    }

    /// <summary>The rows that let the agent see a contact's history.</summary>
    private static IQueryable<ContactAudience> GrantsTo(CurrentAgent agent, BalcaoDb db)
    {
        var mine = Memberships(db).Where(m => m.AgentId == agent.Id);
        return Audiences(db).Where(a => mine.Any(m => m.GroupId == a.GroupId));
    }

    /// <summary>Who may see which contact's history, for <see cref="AgentAccess"/>.</summary>
    public static IQueryable<ContactAudience> Audiences(BalcaoDb db) => db.ContactAudiences;

    /// <summary>The chats in which agents take part as guests: who has accepted sees the chat, and the contact's history with it.</summary>
    public static IQueryable<ChatGuest> GuestsIn(BalcaoDb db) => db.ChatGuests.Where(g => g.JoinedAt != null);

    /// <summary>Shows a contact's history to a group's members, if they do not see it yet.</summary>
    public static async Task GrantAsync(BalcaoDb db, TenantId tenant, ContactId contact, ChatGroupId group, CancellationToken ct)
    {
        if (!await db.ContactAudiences.AnyAsync(a => a.ContactId == contact && a.GroupId == group, ct))
            db.Add(new ContactAudience { TenantId = tenant, ContactId = contact, GroupId = group });
    }

    /// <summary>The groups through which an agent sees chats: every current membership counts, whatever the role in the group.</summary>
    public static IQueryable<ChatGroupMembership> Memberships(BalcaoDb db) => db.ChatGroupMemberships;
}

/// <summary>The same rule in memory, for one agent, with the rows read from the database.</summary>
/// <param name="Groups">From <see cref="Visibility.Memberships"/>.</param>
/// <param name="Guest">From <see cref="Visibility.GuestsIn"/>.</param>
public sealed record AgentAccess(AgentId AgentId, Role Role, IReadOnlySet<ChatGroupId> Groups, IReadOnlyCollection<ChatGuest> Guest)
{
    public bool SeesChat(ChatId chat, ChatGroupId group) => Visibility.SeesAll(Role) || Groups.Contains(group) || Guest.Any(g => g.ChatId == chat);

    /// <param name="audience">All rows of one contact, from <see cref="Visibility.Audiences"/>.</param>
    public bool SeesHistoryOf(IEnumerable<ContactAudience> audience) => Visibility.SeesAll(Role) || audience.Any(IsGranted);

    private bool IsGranted(ContactAudience row) => Groups.Contains(row.GroupId) || Guest.Any(g => g.ContactId == row.ContactId);
}

/// <summary>A row that belongs to a contact's history.</summary>
public interface IOfHistory
{
    ContactId ContactId { get; }
}

/// <summary>A chat.</summary>
public interface IChatOfGroup : IOfGroup
{
    ChatId Id { get; }
}

/// <summary>A row that belongs to a group.</summary>
public interface IOfGroup
{
    ChatGroupId GroupId { get; }
}
