using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>Tells the customer that somebody is typing. The channel implements it.</summary>
public interface ITypingIndicator
{
    /// <summary>Best effort: failures are ignored.</summary>
    /// <param name="lastInboundWamid">WhatsApp shows the indicator for the customer's last message, and marks that message as read.</param>
    Task ShowAsync(TenantId tenant, ChannelId channel, string lastInboundWamid, CancellationToken ct);
}

/// <summary>The agent is typing. Nothing is stored.</summary>
public static class ShowTyping
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chats/{id}/typing", Handle)
        .RequireAuthorization(Permission.ServeChats)
        .WithMetadata(new WithoutUnitOfWork())
        .WithSummary("Tells the customer that somebody is typing; WhatsApp shows it for 25 seconds. Nothing is stored.");

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        ChatId id, CurrentAgent agent, UnitsOfWork units, ITypingIndicator indicator, TimeProvider time, CancellationToken ct)
    {
        var (served, wamid, unsendable) = await units.ReadAsync(TenantScope.Of(agent.TenantId), async open =>
        {
            var served = await ServedConversation.OfChatAsync(open.Db, agent, id, ct);
            var wamid = served is null ? null : await open.Db.Messages
                .Where(m => m.ConversationId == served.Conversation.Id && m.Direction == MessageDirection.Inbound && m.Wamid != null)
                .OrderByDescending(m => m.At).Select(m => m.Wamid).FirstOrDefaultAsync(ct);
            return (served, wamid, served is null ? null : await served.CheckMaySendAsync(open.Db, agent.Id, time.GetUtcNow(), ct));
        }, ct);
        if (served is null) return TypedResults.NotFound();
        if (unsendable is { } refusal) return refusal.ToProblem();
        if (wamid is not null) await indicator.ShowAsync(agent.TenantId, served.Channel.Id, wamid, ct);
        return TypedResults.NoContent();
    }
}
