using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>An invited agent takes part in the chat from now on: sees it and writes in it.</summary>
public static class AcceptInvitation
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/chats/{id}/participation", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Accept an invitation into a chat").WithTags("Chats")
        .Refuses(InputRefusals.NotFound, ChatRefusals.Closed);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChatId id, CurrentAgent agent, BalcaoDb db, Feed feed, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!await db.LockAsync(agent, ct)) return InputRefusals.NotFound.ToProblem();
        if (await db.ChatGuests.AsNoTracking().SingleOrDefaultAsync(g => g.ChatId == id && g.AgentId == agent.Id, ct) is not { } invitation)
            return InputRefusals.NotFound.ToProblem();
        if (invitation.JoinedAt is not null) return TypedResults.NoContent();
        if (await db.Chats.Open.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), ct) == 0)
            return ChatRefusals.Closed.ToProblem();
        DateTimeOffset? joined = now;
        await db.ChatGuests.Where(g => g.ChatId == id && g.AgentId == agent.Id).ExecuteUpdateAsync(set => set.SetProperty(g => g.JoinedAt, joined), ct);
        var chat = await db.Chats.AsNoTracking().SingleAsync(c => c.Id == id, ct);
        await ChatLine.AddAsync(db, feed, chat, new NoticeItem(NoticeKind.GuestJoined, null, await ChatLine.NameOfAsync(db, agent.Id, ct)), now, ct);
        feed.AccessChanged(chat.TenantId, agent.Id);
        return TypedResults.NoContent();
    }
}
