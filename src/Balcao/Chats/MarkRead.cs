using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// The agent who serves has seen the thread up to a message: unread is counted anew, and the customer gets blue ticks.
/// Somebody else's glance changes neither; where no chat is open, whoever reads clears the count without ticks.
/// </summary>
public static class MarkRead
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/conversations/{id}/read-marker", Handle)
        .RequireAuthorization(Permission.ServeChats)
        .WithSummary("Marks the customer's messages up to this one as read. Only the agent who serves the chat moves the marker; the customer sees blue ticks.")
        .WithExample(new MarkReadRequest { MessageId = new MessageId(Guid.Parse("019ab0c4-5e00-7000-8000-00000000000b")) });

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        ConversationId id, MarkReadRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, TimeProvider time, CancellationToken ct)
    {
        if (await ServedConversation.OfConversationAsync(db, agent, id, ct) is not { } served) return TypedResults.NotFound();
        if (await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.MessageId && m.ConversationId == id, ct) is not { } marker)
            return TypedResults.NotFound();
        if (served.Chat is { } chat && chat.CheckServedBy(agent.Id) is not null) return TypedResults.NoContent();
        if (!await CountUnreadAsync(db, marker, ct)) return TypedResults.NoContent();

        var newest = await db.Chats.Where(c => c.ConversationId == id).OrderByDescending(c => c.WaitingSince).Select(c => (ChatId?)c.Id).FirstOrDefaultAsync(ct);
        if (newest is { } changed) feed.ChatChanged(agent.TenantId, changed, served.Conversation.ContactId);
        if (served.Chat is not null && await NewestSeenAsync(db, id, marker, ct) is { } seen)
            db.Add(OutboxItem.New(OutboxKind.ReadReceipt, seen, marker.Place, time.GetUtcNow()));
        return TypedResults.NoContent();
    }

    /// <returns>Whether there is less to read than before.</returns>
    private static async Task<bool> CountUnreadAsync(BalcaoDb db, Message marker, CancellationToken ct)
    {
        // Lanes count up meanwhile: what was counted is only written onto the state it was counted in.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var conversation = await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == marker.ConversationId, ct);
            if (conversation.Unread == 0) return false;
            // Several within one of WhatsApp's whole seconds are told apart by their ids, here rather than in SQL.
            var later = await db.Messages
                .Where(m => m.ConversationId == conversation.Id && m.Direction == MessageDirection.Inbound && m.At >= marker.At)
                .Select(m => new { m.At, m.Id }).ToListAsync(ct);
            var unread = later.Count(m => m.At > marker.At || m.Id.Value.CompareTo(marker.Id.Value) > 0);
            if (unread >= conversation.Unread) return false;
            if (await db.Conversations.Where(c => c.Id == conversation.Id && c.Version == conversation.Version)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Unread, unread).SetProperty(c => c.Version, c => c.Version + 1), ct) == 1) return true;
        }
        return false;
    }

    /// <summary>WhatsApp marks everything before it as well.</summary>
    private static async Task<MessageId?> NewestSeenAsync(BalcaoDb db, ConversationId id, Message marker, CancellationToken ct)
    {
        var seen = await db.Messages
            .Where(m => m.ConversationId == id && m.Direction == MessageDirection.Inbound && m.Wamid != null && m.At <= marker.At)
            .OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Select(m => new { m.At, m.Id }).Take(50).ToListAsync(ct);
        return seen.FirstOrDefault(m => m.At < marker.At || m.Id.Value.CompareTo(marker.Id.Value) <= 0)?.Id;
    }
}
