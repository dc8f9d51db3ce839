using Balcao.Client.Conversations;
using Balcao.Contract;

namespace Balcao.Client.Tests.Conversations;

public sealed class TicksTests
{
    [Theory]
    [InlineData(MessageDirection.Inbound, DeliveryStatus.None, false, Tick.None)]
    [InlineData(MessageDirection.Internal, DeliveryStatus.None, false, Tick.None)]
    [InlineData(MessageDirection.Outbound, DeliveryStatus.Queued, false, Tick.Clock)]
    [InlineData(MessageDirection.Outbound, DeliveryStatus.Sending, false, Tick.Clock)]
    [InlineData(MessageDirection.Outbound, DeliveryStatus.Unknown, false, Tick.Unknown)]
    [InlineData(MessageDirection.Outbound, DeliveryStatus.Sent, false, Tick.One)]
    [InlineData(MessageDirection.Outbound, DeliveryStatus.Delivered, false, Tick.Two)]
    [InlineData(MessageDirection.Outbound, DeliveryStatus.Read, false, Tick.TwoBlue)]
    [InlineData(MessageDirection.Outbound, DeliveryStatus.Played, false, Tick.TwoBlue)]
    [InlineData(MessageDirection.Outbound, DeliveryStatus.Queued, true, Tick.Failed)]
    [InlineData(MessageDirection.Outbound, DeliveryStatus.Sent, true, Tick.Failed)]
    public void A_tick_shows_the_delivery_status(MessageDirection direction, DeliveryStatus delivery, bool failed, Tick expected) =>
        Assert.Equal(expected, Ticks.Of(direction, delivery, failed));

    [Theory]
    [InlineData(DeliveryStatus.Delivered, Tick.Two)]
    [InlineData(DeliveryStatus.Read, Tick.TwoBlue)]
    public void A_failure_does_not_hide_the_ticks_of_a_delivered_message(DeliveryStatus delivery, Tick expected) =>
        Assert.Equal(expected, Ticks.Of(MessageDirection.Outbound, delivery, hasFailed: true));
}
