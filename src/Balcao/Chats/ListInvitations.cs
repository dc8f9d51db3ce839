using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>The invitations into chats that the agent has not answered, the oldest first.</summary>
public static class ListInvitations
{
    private const int Most = 50;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/me/invitations", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("The invitations into chats that you have not answered, at most 50").WithTags("Me");

    static async Task<Ok<Page<InvitationItem>>> Handle(CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        var items = await InvitationsOf(agent.Id, db).Take(Most).ToListAsync(ct);
        return TypedResults.Ok(new Page<InvitationItem>(items, null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }

    private static IQueryable<InvitationItem> InvitationsOf(AgentId agent, BalcaoDb db) =>
        from guest in db.ChatGuests.Where(g => g.AgentId == agent && g.JoinedAt == null)
        join chat in db.Chats.Open on new { guest.TenantId, guest.ChatId } equals new { chat.TenantId, ChatId = chat.Id }
        join contact in db.Contacts on new { guest.TenantId, guest.ContactId } equals new { contact.TenantId, ContactId = contact.Id }
        join grp in db.ChatGroups on new { chat.TenantId, chat.GroupId } equals new { grp.TenantId, GroupId = grp.Id }
        join host in db.Agents on new { guest.TenantId, AgentId = guest.InvitedBy } equals new { host.TenantId, AgentId = host.Id }
        orderby guest.InvitedAt, guest.ChatId
        select new InvitationItem(chat.Id, contact.Name, grp.Name, new AgentName(host.Id, host.Name), guest.InvitedAt);
}
