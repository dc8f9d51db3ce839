using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

public static class SaveChatGroup
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/chat-groups/{id}", Handle).RequireAuthorization(Permission.Administer).WithMetadata(BodyLimit.Large)
        .WithName(nameof(SaveChatGroup)).WithSummary("Save a chat group with its members").WithTags("Chat groups")
        .WithDescription("Replaces all fields and the members. A group that serves a number can be neither disabled nor made incompatible. Who is left out sees the group's chats no more from the next request on; those they served wait again at once, and keep the time they have waited since.")
        .Refuses([InputRefusals.NotFound, InputRefusals.Required("name"), InputRefusals.Invalid("members"), .. GroupContent.Refusals, ChatGroupRefusals.ServesNumbers([]), StaleSave.Example])
        .WithExample(GroupContent.Example);

    static async Task<Results<Ok<ChatGroupItem>, ProblemHttpResult>> Handle(
        ChatGroupId id, SaveChatGroupRequest request, CurrentAgent agent, BalcaoDb db, UnitOfWork work, Feed feed, AttendanceBell bell, IServedChats served, AuditTrail audit,
        CancellationToken ct)
    {
        await db.LockAsync(id, ct);
        if (await db.ChatGroups.SingleOrDefaultAsync(g => g.Id == id, ct) is not { } group) return InputRefusals.NotFound.ToProblem();
        if (await StaleSave.CheckAsync(db, agent, "chatGroup", id.Value, request.Version, group.Version, ct) is { } stale) return stale.ToProblem();
        if (await GroupContent.CheckAsync(db, id, request, ct) is { } refusal) return refusal.ToProblem();
        var (before, members) = (AuditedGroup.Of(group), AuditedMembers.Of((await ChatGroupItems.LoadAsync(db, id, ct))[0]));
        var change = await GroupContent.ApplyAsync(db, feed, group, request, ct);
        if (change.HaveMembersChanged) db.Entry(group).Property(g => g.Version).IsModified = true;
        if (change.HaveMembersChanged || change.HaveRulesChanged) bell.RingAfterCommit(work, group.TenantId);
        await ChannelFacts.OfGroupChangedAsync(db, id, ct);
        await db.SaveChangesAsync(ct);
        foreach (var left in change.Left) await served.ReturnOfGroupAsync(left, id, ct);
        var item = (await ChatGroupItems.LoadAsync(db, id, ct))[0];
        audit.Changed("chatGroup", id, before, AuditedGroup.Of(group));
        audit.Changed("chatGroup", id, members, AuditedMembers.Of(item), AuditedMembers.Entry(group));
        return TypedResults.Ok(item);
    }
}
