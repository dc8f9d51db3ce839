using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// The serving agent has seen the thread up to a message: unread messages are counted again, and the customer gets blue ticks.
/// If another agent reads, nothing changes. If no chat is open, any reader sets the count, without ticks.
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

    /// <returns>Whether fewer messages are unread than before.</returns>
    private static async Task<bool> CountUnreadAsync(BalcaoDb db, Message marker, CancellationToken ct)
    {
        // Lanes add to the count at the same time: the new count is written only if the conversation's version has not changed.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var conversation = await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == marker.ConversationId, ct);
            if (conversation.Unread == 0) return false;
            // WhatsApp's times are whole seconds: messages of one second are compared by their ids, here rather than in SQL.
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

    /// <summary>The newest message to report as read: WhatsApp marks all earlier ones as well.</summary>
    private static async Task<MessageId?> NewestSeenAsync(BalcaoDb db, ConversationId id, Message marker, CancellationToken ct)
    {
        var seen = await db.Messages
            .Where(m => m.ConversationId == id && m.Direction == MessageDirection.Inbound && m.Wamid != null && m.At <= marker.At)
            .OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Select(m => new { m.At, m.Id }).Take(50).ToListAsync(ct);
        return seen.FirstOrDefault(m => m.At < marker.At || m.Id.Value.CompareTo(marker.Id.Value) <= 0)?.Id;
    }
}
