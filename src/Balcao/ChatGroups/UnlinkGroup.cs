using Balcao.Agents;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>
/// An administrator ends a group's service of a number (reading of rule G7). Messages that come then are held. Chats that are open stay
/// with their group.
/// </summary>
public static class UnlinkGroup
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/numbers/{id}/chat-group", Handle).RequireAuthorization(Permission.Administer)
        .WithSummary("Unlink a number from its group").WithTags("Numbers")
        .WithDescription("Messages to the number are then held, and delivered in order when a group is linked. Open chats stay with their group.")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChannelId id, CurrentAgent agent, BalcaoDb db, Feed feed, AuditTrail audit, CancellationToken ct)
    {
        if (!await db.Numbers.AnyAsync(n => n.Id == id, ct)) return InputRefusals.NotFound.ToProblem();
        if (await db.NumberLinks.SingleOrDefaultAsync(l => l.ChannelId == id, ct) is not { } link) return TypedResults.NoContent();
        var before = await AuditedLink.LoadAsync(db, id, ct);
        db.Remove(link);
        await ChannelFacts.ChangedAsync(db, id, ct);
        feed.NumberChanged(agent.TenantId, id);
        var display = await db.Channels.Where(c => c.Id == id).Select(c => c.Display).SingleAsync(ct);
        audit.Changed("number", id, before, new AuditedLink(null), new() { Name = display });
        return TypedResults.NoContent();
    }
}
