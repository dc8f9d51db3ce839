namespace Balcao.Client.Conversations;

/// <summary>The mark beside a message of ours, as WhatsApp's users know it.</summary>
public enum Tick { None, Clock, Unknown, One, Two, TwoBlue, Failed, Cancelled }

public static class Ticks
{
    /// <summary>
    /// Delivery outweighs a failure: WhatsApp can report both for one message, and what was delivered has arrived.
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

    /// <summary>Taken back by an agent: an end, but no failure.</summary>
    public static bool IsCancelled(MessageItem message) => message.Failure?.Code is "send.cancelled";

    public static Tick Of(MessageItem message) => IsCancelled(message) ? Tick.Cancelled : Of(message.Direction, message.Delivery, message.Failure is not null);

    public static Tick Of(LastMessage message) => Of(message.Direction, message.Delivery, message.HasFailed);
}
