using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// An agent leaves a chat. A guest takes part no more, and an invitation is declined. If the agent who serves it leaves, the guest
/// who is there longest has the chat, else it waits again.
/// </summary>
public static class LeaveChat
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/chats/{id}/participation", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Leave a chat, or decline an invitation").WithTags("Chats")
        .WithDescription("If you serve the chat, the guest who is there longest has it then. Without a guest it waits again, and keeps the time it has waited since.")
        .Refuses(InputRefusals.NotFound, ChatRefusals.HeldByAnother, ChatRefusals.NotTaken, ChatRefusals.Closed);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChatId id, CurrentAgent agent, BalcaoDb db, UnitOfWork work, Feed feed, AttendanceBell bell, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var guests = await db.ChatGuests.AsNoTracking().Where(g => g.ChatId == id).ToListAsync(ct);
        AgentId[] locked = [.. guests.Select(g => g.AgentId)];
        await Owner.LockAsync(db, locked.Append(agent.Id), ct);
        var own = guests.Find(g => g.AgentId == agent.Id);
        if (await db.Chats.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } chat
            || (own is null && !await db.Chats.VisibleTo(agent, db).AnyAsync(c => c.Id == id, ct))) return InputRefusals.NotFound.ToProblem();

        var name = await ChatLine.NameOfAsync(db, agent.Id, ct);
        if (chat.CheckServedBy(agent.Id) is { } refusal)
        {
            if (own is null) return refusal.ToProblem();
            await Owner.EndPartAsync(db, feed, chat, agent.Id, ct);
            if (own.JoinedAt is null) feed.ChatChanged(chat.TenantId, chat.Id, own.ContactId);
            else await ChatLine.AddAsync(db, feed, chat, new NoticeItem(NoticeKind.GuestLeft, null, name), now, ct);
            return TypedResults.NoContent();
        }
        return await PassOnAsync(db, work, feed, bell, chat, agent.Id, name, locked, now, ct) is { } changed ? changed.ToProblem() : TypedResults.NoContent();
    }

    private static async Task<Refusal?> PassOnAsync(
        BalcaoDb db, UnitOfWork work, Feed feed, AttendanceBell bell, Chat chat, AgentId agent, string name, AgentId[] locked, DateTimeOffset now, CancellationToken ct)
    {
        // Who was invited a moment ago is not locked: the chat would stay with them if they were disabled now.
        var enabled = db.Agents.Where(a => a.IsEnabled && locked.Contains(a.Id));
        var heir = await db.ChatGuests.Where(g => g.ChatId == chat.Id && g.AgentId != agent && g.JoinedAt != null && enabled.Any(a => a.Id == g.AgentId))
            .OrderBy(g => g.JoinedAt).ThenBy(g => g.AgentId).Select(g => (AgentId?)g.AgentId).FirstOrDefaultAsync(ct);
        if (heir is { } next)
        {
            if (!await Owner.PassAsync(db, feed, chat, agent, next, now, ct)) return ChatRefusals.HeldByAnother;
            await ChatLine.AddAsync(db, feed, chat, new NoticeItem(NoticeKind.Transferred, name, await ChatLine.NameOfAsync(db, next, ct)), now, ct);
            bell.RingHereAfterCommit(work, chat.TenantId);
            return null;
        }
        await new ReturnToWaiting(db, feed, work, bell).ReturnAsync(db.Chats.ServedBy(agent).Where(c => c.Id == chat.Id), ct);
        await Owner.EndPartAsync(db, feed, chat, agent, ct);
        await ChatLine.AddAsync(db, feed, chat, new NoticeItem(NoticeKind.GuestLeft, null, name), now, ct);
        return null;
    }
}
