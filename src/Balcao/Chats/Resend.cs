using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// Sends a failed message again, or one whose outcome stayed unknown. The Graph API has no idempotency key, so a person decides
/// about the second try: the server itself never repeats a message that may have been sent.
/// </summary>
public static class Resend
{
    /// <summary>How long to wait for a status with our id that proves that the message was sent.</summary>
    private static readonly TimeSpan OutcomeMayCome = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/messages/{id}/resends", Handle)
        .RequireAuthorization(Permission.ServeChats)
        .WithSummary("Sends a failed message once more, or one whose outcome is unknown for five minutes.");

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        MessageId id, CurrentAgent agent, BalcaoDb db, Feed feed, TimeProvider time, CancellationToken ct)
    {
        if (await db.Messages.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } message
            || await ServedConversation.OfConversationAsync(db, agent, message.ConversationId, ct) is not { } served) return TypedResults.NotFound();
        var now = time.GetUtcNow();
        if (await served.CheckMaySendAsync(db, agent.Id, now, ct) is { } refusal) return refusal.ToProblem();
        var earlier = await db.Outbox.Where(o => o.MessageId == id && o.Kind == OutboxKind.Message).ToListAsync(ct);
        if (CheckResendable(message, earlier, now) is { } wrong) return wrong.ToProblem();

        db.RemoveRange(earlier);
        message.QueueAgain();
        var contract = await ContractReading.FactsAsync(db, message.ChannelId, ct);
        var lines = await db.UsageEntries.AsNoTracking().Where(e => e.MessageId == id).ToListAsync(ct);
        if (contract.ChargeAgain(lines, now, now) is { } charge) db.Add(charge);
        db.Add(OutboxItem.New(OutboxKind.Message, id, message.Place, now));
        feed.MessageChanged(agent.TenantId, id, served.Conversation.ContactId);
        if (served.Conversation.LastMessageId == id) feed.ChatChanged(agent.TenantId, served.Chat!.Id, served.Conversation.ContactId);
        return TypedResults.NoContent();
    }

    private static Refusal? CheckResendable(Message message, List<OutboxItem> earlier, DateTimeOffset now)
    {
        // What the phone or another app sent is theirs to repeat.
        if (message.Direction is not MessageDirection.Outbound || message.Source is not (null or MessageSource.Automatic) || message.Delivery >= DeliveryStatus.Delivered)
            return SendRefusals.NotResendable;
        if (message.FailedAt is not null) return null;
        if (message.Delivery is not DeliveryStatus.Unknown) return SendRefusals.NotResendable;
        return earlier.Any(o => o.HandedOverAt > now - OutcomeMayCome) ? SendRefusals.OutcomePending : null;
    }
}
