using Balcao.Channels.WhatsApp.Inbound;
using Balcao.Channels.WhatsApp.Redelivery;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.ServiceHours;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>The instant by which a message is decided, on each way into a lane (rule H6), and whether it may cause a text (rule A10).</summary>
[Rule("H6", "A10")]
[WithoutDatabase]
public sealed class TimingOfItemsTests
{
    private static readonly DateTimeOffset Written = Opening;
    private static readonly DateTimeOffset Arrived = Opening.AddMinutes(1);
    private static readonly DateTimeOffset Now = Opening.AddDays(2);

    private static JournalItem FromJournal(JournalOutcome outcome, DateTimeOffset receivedAt) =>
        new(new JournalEntry { Id = Uuid7.New(receivedAt), ReceivedAt = receivedAt, Json = "{}", Outcome = outcome });

    [Fact]
    public void What_has_just_come_is_decided_by_its_timestamp() =>
        Assert.Equal(new MessageTiming(Written, true), new InboundItem(WebhookParser.ParseStored("{}"), Arrived).TimingOf(Written, Now));

    [Fact]
    public void What_was_held_is_decided_by_the_moment_of_linking_and_stays_silent()
    {
        var linked = Opening.AddMinutes(2);
        var held = new HeldUpdate
        {
            TenantId = LojaExemplo, Id = Uuid7.New(Arrived), ChannelId = Balcao501.Id, Wamid = "wamid.A", At = Written, ReceivedAt = Arrived, Json = "{}",
        };

        Assert.Equal(new MessageTiming(linked, false), new HeldItem(held, linked).TimingOf(Written, Now));
    }

    [Fact]
    public void What_waited_for_its_number_is_decided_by_its_delivery_and_stays_silent() =>
        Assert.Equal(new MessageTiming(Now, false), FromJournal(JournalOutcome.UnknownNumber, Arrived).TimingOf(Written, Now));

    [Fact]
    public void What_was_set_aside_is_decided_by_its_first_arrival_and_stays_silent()
    {
        Assert.Equal(new MessageTiming(Written, false), FromJournal(JournalOutcome.SetAside, Arrived).TimingOf(Written, Now));
        var late = Written.AddHours(1);
        Assert.Equal(new MessageTiming(late, false), FromJournal(JournalOutcome.SetAside, late).TimingOf(Written, Now));
    }
}
