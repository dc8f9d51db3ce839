using Balcao.Agents;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>
/// An administrator sets which group serves a number (rules L1, L2 and G5); updates held for it are then delivered, in order.
/// </summary>
public static class LinkGroup
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/numbers/{id}/chat-group", Handle).RequireAuthorization(Permission.Administer)
        .WithSummary("Link a number to the group that serves it").WithTags("Numbers")
        .WithDescription("Only a group that is enabled and compatible with WhatsApp may serve a number. Messages held for the number are then delivered, in order. Open chats keep their group.")
        .Refuses(InputRefusals.NotFound, ChatGroupRefusals.Disabled, ChatGroupRefusals.NotCompatible)
        .WithExample(new LinkGroupRequest { GroupId = new ChatGroupId(Guid.Parse("019ab0c4-5e00-7000-8000-00000000000a")) });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChannelId id, LinkGroupRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (!await db.Numbers.AnyAsync(n => n.Id == id, ct)) return InputRefusals.NotFound.ToProblem();
        await db.LockAsync(request.GroupId, ct);
        if (await db.ChatGroups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == request.GroupId, ct) is not { } group)
            return InputRefusals.NotFound.About("groupId").ToProblem();
        if (!group.IsEnabled) return ChatGroupRefusals.Disabled.ToProblem();
        if (!group.MayServeWhatsApp) return ChatGroupRefusals.NotCompatible.ToProblem();
        var before = await AuditedLink.LoadAsync(db, id, ct);

        if (await db.NumberLinks.SingleOrDefaultAsync(l => l.ChannelId == id, ct) is { } link) link.GroupId = group.Id;
        else db.Add(new NumberLink { TenantId = agent.TenantId, ChannelId = id, GroupId = group.Id });
        // Also if nothing is held: a running batch may be about to hold an update.
        db.Add(Job.New(JobKinds.ReleaseHeld, agent.TenantId, id.Value, time.GetUtcNow()));
        await ChannelFacts.ChangedAsync(db, id, ct);
        feed.NumberChanged(agent.TenantId, id);
        var display = await db.Channels.Where(c => c.Id == id).Select(c => c.Display).SingleAsync(ct);
        audit.Changed("number", id, before, new AuditedLink(group.Name), new() { Name = display });
        return TypedResults.NoContent();
    }
}
