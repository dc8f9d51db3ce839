using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>An administrator of the chat's group, or of the tenant, takes over the chat of an agent who is offline or away.</summary>
public static class TakeOverChat
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chats/{id}/takeovers", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Take over an absent agent's chat, as an administrator of its group").WithTags("Chats")
        .Refuses(InputRefusals.NotFound, ChatRefusals.NotItsAdministrator, ChatRefusals.AgentPresent, ChatRefusals.NotTaken, ChatRefusals.Closed);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChatId id, CurrentAgent agent, BalcaoDb db, UnitOfWork work, Feed feed, AttendanceBell bell, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!await db.LockAsync(agent, ct) || await db.Chats.VisibleTo(agent, db).AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } chat)
            return InputRefusals.NotFound.ToProblem();
        if (!Visibility.SeesAll(agent.Role)
            && !await Visibility.Memberships(db).AnyAsync(m => m.GroupId == chat.GroupId && m.AgentId == agent.Id && m.IsAdministrator, ct))
            return ChatRefusals.NotItsAdministrator.ToProblem();
        if (chat.CheckServedBy(agent.Id) is not { } held) return TypedResults.NoContent();
        if (chat.AgentId is not { } owner || chat.Status is not ChatStatus.InService) return held.ToProblem();
        if ((await AgentPresence.LoadAsync(db, [owner], now, ct))[owner] is Presence.Available) return ChatRefusals.AgentPresent.ToProblem();

        if (!await Owner.PassAsync(db, feed, chat, owner, agent.Id, now, ct)) return ChatRefusals.HeldByAnother.ToProblem();
        await ChatLine.AddAsync(db, feed, chat, new NoticeItem(
            NoticeKind.TakenOver, await ChatLine.NameOfAsync(db, owner, ct), await ChatLine.NameOfAsync(db, agent.Id, ct)), now, ct);
        bell.RingHereAfterCommit(work, chat.TenantId);
        return TypedResults.NoContent();
    }
}
