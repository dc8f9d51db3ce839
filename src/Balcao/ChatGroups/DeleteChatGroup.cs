using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>An administrator deletes a group that never served anybody; any other group can only be disabled.</summary>
public static class DeleteChatGroup
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/chat-groups/{id}", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(DeleteChatGroup)).WithSummary("Delete a chat group").WithTags("Chat groups")
        .WithDescription("Only while it serves no number and never had a chat or a ticket. Any other group can be disabled. Macros of the group, or that transfer to it, are changed first.")
        .Refuses(InputRefusals.NotFound, ChatGroupRefusals.ServesNumbers([]), ChatGroupRefusals.HasHistory, ChatGroupRefusals.NamedByMacros([]));

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChatGroupId id, BalcaoDb db, UnitOfWork work, Feed feed, AttendanceBell bell, IGroupHistory history, IGroupMacros macros, AuditTrail audit, CancellationToken ct)
    {
        await db.LockAsync(id, ct);
        if (await db.ChatGroups.SingleOrDefaultAsync(g => g.Id == id, ct) is not { } group) return InputRefusals.NotFound.ToProblem();
        if (await db.NumbersServedByAsync(id, ct) is { Count: > 0 } numbers) return ChatGroupRefusals.ServesNumbers(numbers).ToProblem();
        if (await history.ExistsAsync(id, ct)) return ChatGroupRefusals.HasHistory.ToProblem();
        if (await macros.NamesAsync(id, ct) is { Count: > 0 } names) return ChatGroupRefusals.NamedByMacros(names).ToProblem();

        audit.Deleted("chatGroup", id, AuditedGroup.Of(group));
        audit.Changed("chatGroup", id, AuditedMembers.Of((await ChatGroupItems.LoadAsync(db, id, ct))[0]), AuditedMembers.None, AuditedMembers.Entry(group));
        if (await GroupContent.RemoveMembersAsync(db, feed, group, ct)) bell.RingAfterCommit(work, group.TenantId);
        db.Remove(group);
        return TypedResults.NoContent();
    }
}
