namespace Balcao.Client.Conversations;

/// <summary>The delivery mark beside a message of ours, as in WhatsApp.</summary>
public enum Tick { None, Clock, Unknown, One, Two, TwoBlue, Failed, Cancelled }

public static class Ticks
{
    /// <summary>
    /// Delivery takes precedence over a failure: WhatsApp can report both for one message, and then it has arrived.
    /// </summary>
    public static Tick Of(MessageDirection direction, DeliveryStatus delivery, bool hasFailed)
    {
        if (direction != MessageDirection.Outbound) return Tick.None;
        return delivery switch
        {
            DeliveryStatus.Read or DeliveryStatus.Played => Tick.TwoBlue,
            DeliveryStatus.Delivered => Tick.Two,
            _ when hasFailed => Tick.Failed,
            DeliveryStatus.Sent => Tick.One,
            DeliveryStatus.Unknown => Tick.Unknown,
            _ => Tick.Clock,
        };
    }

    /// <summary>Cancelled by an agent, which is not shown as a failure.</summary>
    public static bool IsCancelled(MessageItem message) => message.Failure?.Code is "send.cancelled";

    public static Tick Of(MessageItem message) => IsCancelled(message) ? Tick.Cancelled : Of(message.Direction, message.Delivery, message.Failure is not null);

    public static Tick Of(LastMessage message) => Of(message.Direction, message.Delivery, message.HasFailed);
}
