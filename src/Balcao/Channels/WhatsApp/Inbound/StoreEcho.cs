using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// A message that the business sent with the app on its phone (coexistence), or that another app sent while it had control of
/// the conversation. It becomes part of the conversation. It was sent already, so nothing is sent; it is not charged and
/// opens no chat.
/// </summary>
internal static class StoreEcho
{
    public static JournalOutcome Into(InboundWorld world, WebhookUpdate update, DateTimeOffset receivedAt)
    {
        var message = update.Message!;
        if (world.NumberOf(update) is not { } number) return JournalOutcome.UnknownNumber;
        if (!string.IsNullOrEmpty(message.GroupId)) return JournalOutcome.Kept;
        var at = message.Timestamp ?? receivedAt;
        // WhatsApp may also echo messages that we sent ourselves; these are stored already.
        if (world.FindMessage(number, message.Id) is { } known) return StoreMessage.Again(world, number, known, message, at);

        var who = InboundIdentity.Of(update);
        if (!who.IsKnown) throw new InvalidDataException("An echo that names no recipient.");
        var contact = InboundPeople.FindOrAdd(world, number.TenantId, who, at);
        InboundPeople.Complete(world, contact, who);
        var conversation = InboundPeople.FindOrAddConversation(world, number, contact, at);
        if (message.Reaction is { } reaction && ApplyReaction.Into(world, number, conversation, reaction, at, isOurs: true)) return JournalOutcome.Applied;
        if (ChangeMessage.Apply(world, number, conversation, message, MessageDirection.Outbound, at) is { } changed) return changed;

        var chat = world.StateOf(conversation).OpenChat;
        var received = InboundReading.Of(world, number, conversation, message, at);
        var source = update.IsStandby ? MessageSource.OtherApp : MessageSource.PhoneApp;
        var filed = received.ToMessage(conversation, MessageDirection.Outbound, chat?.Id, world.Now, source);
        filed.Advance(DeliveryStatus.Sent, at);
        RecordMessage.Into(world, world.Feed, conversation, filed, received.Content.File);
        ChangeMessage.Park(world, number, update, receivedAt);
        if (chat is not null) world.Feed.ChatChanged(chat.TenantId, chat.Id, contact.Id);
        return JournalOutcome.Applied;
    }
}
