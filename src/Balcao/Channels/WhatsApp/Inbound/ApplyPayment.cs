using Balcao.Contract;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// A status that is not about the delivery of its message. That of a payment adds a line to the thread; any other is only kept.
/// The message itself does not change: a payment that failed says nothing of whether the message arrived.
/// </summary>
internal static class ApplyPayment
{
    private const int LongestState = 64;

    public static JournalOutcome Into(InboundWorld world, ServedNumber number, WebhookUpdate update, DateTimeOffset receivedAt)
    {
        var status = update.Status!;
        if (status.Type is not MessageStatus.PaymentType) return JournalOutcome.Kept;
        if (StatusTarget.Of(world, number, status) is not { } message)
        {
            StatusTarget.Park(world, number, update, receivedAt);
            return JournalOutcome.Kept;
        }
        if (message.Direction is not MessageDirection.Outbound) return JournalOutcome.Kept;
        var key = NoticeLine.KeyOf(update);
        if (world.FindMessage(number, key) is not null) return JournalOutcome.Repeated;

        var payment = status.Payment ?? new PaymentPart();
        var notice = new NoticeItem(NoticeKind.Payment, null, null)
        {
            Payment = new PaymentItem(Clip.To(status.Status, LongestState), payment.ReferenceId, payment.Amount, payment.Currency),
        };
        NoticeLine.Add(world, world.ConversationOf(message), status.Timestamp ?? receivedAt, notice, payment.FailureReason, key, message);
        return JournalOutcome.Applied;
    }
}
