using Balcao.Channels.WhatsApp.Sending;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// Applies a delivery status to a message of ours; a status about something else does not touch the delivery
/// (<see cref="ApplyPayment"/>). A status settles a send whose answer was lost. The delivery never goes backwards, and a failure
/// is kept beside a delivery.
/// </summary>
internal static class ApplyStatus
{
    /// <summary>Meta, error codes, Dec 2025: the customer stopped marketing messages.</summary>
    private const int MarketingStopped = 131050;

    public static bool SaysStopped(MessageStatus? status) => status?.Errors.Any(e => e.Code is MarketingStopped) is true;

    /// <param name="settled">Receives the messages whose rows in the outbox are to be deleted.</param>
    public static JournalOutcome Into(InboundWorld world, WebhookUpdate update, DateTimeOffset receivedAt, ICollection<Message> settled)
    {
        var status = update.Status!;
        if (world.NumberOf(update) is not { } number) return JournalOutcome.UnknownNumber;
        if (status.IsGroup) return JournalOutcome.Kept;
        if (!status.IsOfDelivery) return ApplyPayment.Into(world, number, update, receivedAt);
        if (StatusTarget.Of(world, number, status) is not { } message)
        {
            StatusTarget.Park(world, number, update, receivedAt);
            return JournalOutcome.Kept;
        }
        // A customer's message has no delivery of ours.
        if (message.Direction is not MessageDirection.Outbound) return JournalOutcome.Kept;

        var at = status.Timestamp ?? receivedAt;
        var changed = message.Wamid is null;
        message.Wamid ??= status.Id;
        settled.Add(message);
        var moved = status.Status is DeliveryStatuses.Failed
            ? Fail(world, message, status, at)
            : Advance(world, message, status.Status, at);
        changed |= moved;
        if (status.Pricing is { } price) changed |= message.Price(new MessagePrice(price.Model, price.Type, price.Category, price.Billable), moved);
        if (!changed) return status.Status is DeliveryStatuses.Failed || ReachedBy(status.Status) is not null ? JournalOutcome.Repeated : JournalOutcome.Kept;

        var conversation = world.ConversationOf(message);
        if (SaysStopped(status)) world.Decide((conversation.TenantId, conversation.ContactId), ConsentState.Stopped, at, ConsentSource.SendRefused);
        world.Feed.MessageChanged(message.TenantId, message.Id, conversation.ContactId);
        if (conversation.LastMessageId == message.Id && world.StateOf(conversation).OpenChat is { } chat)
            world.Feed.ChatChanged(chat.TenantId, chat.Id, conversation.ContactId);
        return JournalOutcome.Applied;
    }

    private static bool Advance(InboundWorld world, Message message, string status, DateTimeOffset at)
    {
        var next = ReachedBy(status);
        if (next is null || !message.Advance(next.Value, at)) return false;
        if (next >= DeliveryStatus.Delivered && message.FailedAt is not null
            && world.ContractOf(message).ChargeAgain(world.LinesOf(message), world.Now, at) is { } charge) world.Add(charge);
        return true;
    }

    /// <summary>Null for a value that does not say how far the message came: an old one, or one that Meta added later.</summary>
    private static DeliveryStatus? ReachedBy(string status) => status switch
    {
        DeliveryStatuses.Sent => DeliveryStatus.Sent,
        DeliveryStatuses.Delivered => DeliveryStatus.Delivered,
        DeliveryStatuses.Read => DeliveryStatus.Read,
        DeliveryStatuses.Played => DeliveryStatus.Played,
        _ => null,
    };

    private static bool Fail(InboundWorld world, Message message, MessageStatus status, DateTimeOffset at)
    {
        var code = status.Errors is [var first, ..] ? first.Code : null;
        if (!message.Fail(SendFailures.CodeFor(code), code, at)) return false;
        // Delivered on one device and failed on another: it was delivered, so it stays charged.
        if (message.Delivery < DeliveryStatus.Delivered
            && world.ContractOf(message).Reverse(world.LinesOf(message), world.Now, at) is { } reversal) world.Add(reversal);
        return true;
    }
}
