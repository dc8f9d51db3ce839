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
/// Cancels a message that still waits in the outbox. Its charge is reversed; it stays in the thread, marked as cancelled.
/// </summary>
public static class CancelMessage
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/messages/{id}/cancellation", Handle)
        .RequireAuthorization(Permission.ServeChats)
        .WithSummary("Takes a message back that has not left yet (queued, or waiting for the number to be mended). Refused with message.notCancellable once it has.");

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        MessageId id, CurrentAgent agent, BalcaoDb db, Feed feed, TimeProvider time, CancellationToken ct)
    {
        if (await db.Messages.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } message
            || await ServedConversation.OfConversationAsync(db, agent, message.ConversationId, ct) is not { } served) return TypedResults.NotFound();
        if (served.CheckServedBy(agent.Id) is { } refusal) return refusal.ToProblem();

        // The sender claims a row by changing it: only one of the two finds it unchanged.
        var taken = await db.Outbox
            .Where(o => o.MessageId == id && o.Kind == OutboxKind.Message && (o.State == OutboxState.Queued || o.State == OutboxState.OnHold))
            .ExecuteDeleteAsync(ct) == 1;
        var now = time.GetUtcNow();
        if (!taken || !message.Fail(SendRules.Cancelled, whatsAppCode: null, now)) return SendRefusals.NotCancellable.ToProblem();

        var contract = await ContractReading.FactsAsync(db, message.ChannelId, ct);
        var lines = await db.UsageEntries.AsNoTracking().Where(e => e.MessageId == id).ToListAsync(ct);
        if (contract.Reverse(lines, now, now) is { } reversal) db.Add(reversal);
        feed.MessageChanged(agent.TenantId, id, served.Conversation.ContactId);
        if (served.Conversation.LastMessageId == id) feed.ChatChanged(agent.TenantId, served.Chat!.Id, served.Conversation.ContactId);
        return TypedResults.NoContent();
    }
}
