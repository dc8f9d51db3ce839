using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>The agent who serves a chat invites another one who is online, of whatever group. The invitation alone shows nothing.</summary>
public static class InviteAgent
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chats/{id}/guests", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Invite an agent into a chat you serve").WithTags("Chats")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("agentId"), ChatRefusals.AgentOffline, ChatRefusals.HeldByAnother, ChatRefusals.NotTaken, ChatRefusals.Closed)
        .WithExample(new InviteAgentRequest { AgentId = AgentId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000001")) });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChatId id, InviteAgentRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await db.Chats.VisibleTo(agent, db).AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } chat)
            return InputRefusals.NotFound.ToProblem();
        if (chat.CheckServedBy(agent.Id) is { } refusal) return refusal.ToProblem();
        if (request.AgentId == agent.Id || !await db.Agents.AnyAsync(a => a.Id == request.AgentId && a.IsEnabled, ct)) return InputRefusals.Invalid("agentId").ToProblem();
        if ((await AgentPresence.LoadAsync(db, [request.AgentId], now, ct))[request.AgentId] is Presence.Offline) return ChatRefusals.AgentOffline.ToProblem();

        // Changes the chat's version: a chat that is closed at this moment has no new guest.
        if (await db.Chats.ServedBy(agent.Id).Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), ct) == 0)
            return ChatRefusals.HeldByAnother.ToProblem();
        if (await db.ChatGuests.AnyAsync(g => g.ChatId == id && g.AgentId == request.AgentId, ct)) return TypedResults.NoContent();
        var contact = await db.Conversations.Where(c => c.Id == chat.ConversationId).Select(c => c.ContactId).SingleAsync(ct);
        db.Add(new ChatGuest { TenantId = chat.TenantId, ChatId = id, AgentId = request.AgentId, ContactId = contact, InvitedBy = agent.Id, InvitedAt = now });
        feed.ChatChanged(chat.TenantId, id, contact);
        feed.AccessChanged(chat.TenantId, request.AgentId);
        return TypedResults.NoContent();
    }
}
