using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.ChatGroups;

public static class CreateChatGroup
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chat-groups", Handle).RequireAuthorization(Permission.Administer).WithMetadata(BodyLimit.Large)
        .WithName(nameof(CreateChatGroup)).WithSummary("Create a chat group").WithTags("Chat groups")
        .WithDescription("The members' order is the order in which chats will be given out.")
        .Refuses([InputRefusals.Required("name"), InputRefusals.Invalid("members"), .. GroupContent.Refusals])
        .WithExample(GroupContent.Example);

    static async Task<Results<Created<ChatGroupItem>, ProblemHttpResult>> Handle(
        SaveChatGroupRequest request, CurrentAgent agent, BalcaoDb db, UnitOfWork work, Feed feed, AttendanceBell bell, AuditTrail audit, TimeProvider time,
        CancellationToken ct)
    {
        var id = ChatGroupId.New(time.GetUtcNow());
        if (await GroupContent.CheckAsync(db, id, request, ct) is { } refusal) return refusal.ToProblem();
        var group = new ChatGroup { TenantId = agent.TenantId, Id = id, Name = "", DisplayName = "" };
        db.Add(group);
        if ((await GroupContent.ApplyAsync(db, feed, group, request, ct)).HaveMembersChanged) bell.RingAfterCommit(work, group.TenantId);
        await db.SaveChangesAsync(ct);
        var item = (await ChatGroupItems.LoadAsync(db, id, ct))[0];
        audit.Created("chatGroup", id, AuditedGroup.Of(group));
        audit.Changed("chatGroup", id, AuditedMembers.None, AuditedMembers.Of(item), AuditedMembers.Entry(group));
        return TypedResults.Created((string?)null, item);
    }
}
