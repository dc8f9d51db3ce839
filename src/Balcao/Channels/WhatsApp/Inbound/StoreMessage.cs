using Balcao.Chats;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// Finds the contact and the conversation of a customer's message. What the message causes there is decided by
/// <see cref="ReceiveMessage"/>, for all channels alike. Reads and changes only the batch's <see cref="InboundWorld"/>.
/// </summary>
internal static class StoreMessage
{
    public static JournalOutcome Into(InboundWorld world, WebhookUpdate update, DateTimeOffset receivedAt)
    {
        var message = update.Message!;
        if (world.NumberOf(update) is not { } number) return JournalOutcome.UnknownNumber;
        // A message in a WhatsApp group does not belong to the participant's own conversation.
        if (!string.IsNullOrEmpty(message.GroupId)) return JournalOutcome.Kept;
        var at = message.Timestamp ?? receivedAt;
        if (world.FindMessage(number, message.Id) is { } known) return Again(world, number, known, message, at);
        // Part of the phone app's history, or our own although delivered as a customer's, as files of that history are
        // (Meta, coexistence, 2026).
        if (message.HistoryStatus is not null || IsFromUs(update)) return StoreHistory.One(world, number, update, at);
        if (number.GroupId is not { } group) return Hold(world, update, number, at, receivedAt);
        if (message.Type is MessageTypes.System) return IdentityNotice.OfMessage(world, update, number, at);

        var who = InboundIdentity.Of(update);
        if (!who.IsKnown) throw new InvalidDataException("A message that names no sender.");
        var contact = InboundPeople.FindOrAdd(world, number.TenantId, who, at);
        var conversation = InboundPeople.FindOrAddConversation(world, number, contact, at);
        if (conversation.LastInboundAt is null || at >= conversation.LastInboundAt) InboundPeople.Refresh(world, contact, who);
        if (message.Reaction is { } reaction && ApplyReaction.Into(world, number, conversation, reaction, at, isOurs: false)) return JournalOutcome.Applied;
        if (ChangeMessage.Apply(world, number, conversation, message, MessageDirection.Inbound, at) is { } changed) return changed;

        var received = InboundReading.Of(world, number, conversation, message, at);
        ReceiveMessage.Into(world, world.Feed, group, world.StateOf(conversation), contact, received, world.Now);
        ChangeMessage.Park(world, number, update, receivedAt);
        return JournalOutcome.Applied;
    }

    /// <summary>The message is stored already: nothing to do, unless the update adds what was missing then.</summary>
    private static JournalOutcome Again(InboundWorld world, ServedNumber number, Message known, InboundMessage message, DateTimeOffset at)
    {
        if (message.Type is MessageTypes.Edit or MessageTypes.Revoke) return ChangeMessage.Again(world, number, known, message, at);
        return StoreHistory.Fill(world, known, message) ? JournalOutcome.Applied : JournalOutcome.Repeated;
    }

    private static bool IsFromUs(WebhookUpdate update) =>
        update.Message!.To is not null && PhoneNumberFolding.Fold(update.Message.From) is { } from && from == PhoneNumberFolding.Fold(update.DisplayPhoneNumber);

    /// <summary>No group serves the number yet: the update is kept without time limit, and delivered when a group is linked.</summary>
    private static JournalOutcome Hold(InboundWorld world, WebhookUpdate update, ServedNumber number, DateTimeOffset at, DateTimeOffset receivedAt)
    {
        if (world.IsHeld(number, update.Message!.Id)) return JournalOutcome.Repeated;
        world.Add(new HeldUpdate
        {
            TenantId = number.TenantId, Id = Uuid7.New(world.Now), ChannelId = number.Id, Wamid = update.Message.Id,
            At = at, ReceivedAt = receivedAt, Json = update.RawJson,
        });
        world.Feed.NumberChanged(number.TenantId, number.Id);
        return JournalOutcome.Held;
    }
}
