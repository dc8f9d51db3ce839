using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>The message that a status is about.</summary>
internal static class StatusTarget
{
    /// <summary>Found by our own id, which WhatsApp returns as callback data, otherwise by its wamid. Null if it is not stored.</summary>
    public static Message? Of(InboundWorld world, ServedNumber number, MessageStatus status) =>
        world.FindOwn(number, status.CallbackData) ?? world.FindMessage(number, status.Id);

    /// <summary>Keeps a status whose message is not stored yet, to be applied when it is: WhatsApp guarantees no order.</summary>
    public static void Park(InboundWorld world, ServedNumber number, WebhookUpdate update, DateTimeOffset receivedAt) => world.Add(new ParkedStatus
    {
        TenantId = number.TenantId, Id = Uuid7.New(world.Now), ChannelId = number.Id, Wamid = update.Status!.Id, ReceivedAt = receivedAt, Json = update.RawJson,
    });
}
