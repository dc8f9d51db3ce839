using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// Finds the contact and the conversation of a customer's message. What the message causes there is decided by
/// <see cref="ReceiveMessage"/>, for all channels alike. A message that another app answers is only shown. Reads and changes
/// only the batch's <see cref="InboundWorld"/>.
/// </summary>
internal static class StoreMessage
{
    /// <summary>Whether the update waits until a group serves its number.</summary>
    public static bool NeedsGroup(WebhookUpdate update) =>
        update.Kind is WebhookUpdateKind.Message && !update.IsStandby && !StoreHistory.IsOfHistory(update);

    public static JournalOutcome Into(InboundWorld world, InboundItem item)
    {
        var (update, receivedAt) = (item.Update, item.ReceivedAt);
        var message = update.Message!;
        if (world.NumberOf(update) is not { } number) return JournalOutcome.UnknownNumber;
        // A message in a WhatsApp group does not belong to the participant's own conversation.
        if (!string.IsNullOrEmpty(message.GroupId)) return JournalOutcome.Kept;
        var at = message.Timestamp ?? receivedAt;
        if (world.FindMessage(number, message.Id) is { } known) return Again(world, number, known, message, at);
        if (StoreHistory.IsOfHistory(update)) return StoreHistory.One(world, number, update, at);
        if (number.GroupId is null && NeedsGroup(update)) return Hold(world, update, number, at, receivedAt);
        if (message.Type is MessageTypes.System) return IdentityNotice.OfMessage(world, update, number, at);

        var who = InboundIdentity.Of(update);
        if (!who.IsKnown) throw new InvalidDataException("A message that names no sender.");
        var contact = InboundPeople.FindOrAdd(world, number.TenantId, who, at);
        var conversation = InboundPeople.FindOrAddConversation(world, number, contact, at);
        if (conversation.LastInboundAt is null || at >= conversation.LastInboundAt) InboundPeople.Refresh(world, contact, who);
        if (message.Reaction is { } reaction && ApplyReaction.Into(world, number, conversation, reaction, at, isOurs: false)) return JournalOutcome.Applied;
        if (ChangeMessage.Apply(world, number, conversation, message, MessageDirection.Inbound, at) is { } changed) return changed;

        var received = InboundReading.Of(world, number, conversation, message, at) with { Timing = item.TimingOf(at, world.Now) };
        if (update.IsStandby) Overhear(world, conversation, received);
        else Receive(world, number, contact, world.StateOf(conversation), received);
        ChangeMessage.Park(world, number, update, receivedAt);
        return JournalOutcome.Applied;
    }

    private static void Receive(InboundWorld world, ServedNumber number, Contact contact, ConversationState state, ReceivedMessage received)
    {
        var wasSilent = state.OpenChat is { IsSilent: true };
        ReceiveMessage.Into(world, world.Feed, number.Facts, state, contact, received, world.Now);
        if (wasSilent && state.OpenChat is { IsSilent: false }) world.Rings.Add(number.TenantId);
    }

    /// <summary>The message is stored already: nothing to do, unless the update adds what was missing then.</summary>
    public static JournalOutcome Again(InboundWorld world, ServedNumber number, Message known, InboundMessage message, DateTimeOffset at)
    {
        if (message.Type is MessageTypes.Edit or MessageTypes.Revoke) return ChangeMessage.Again(world, number, known, message, at);
        return StoreHistory.Fill(world, known, message) ? JournalOutcome.Applied : JournalOutcome.Repeated;
    }

    /// <summary>Another app answers the message: it is stored and shown, opens the 24-hour window, and nothing else.</summary>
    private static void Overhear(InboundWorld world, Conversation conversation, ReceivedMessage received)
    {
        var chat = world.StateOf(conversation).OpenChat;
        var filed = received.ToMessage(conversation, MessageDirection.Inbound, chat?.Id, world.Now, MessageSource.OtherApp);
        RecordMessage.Into(world, world.Feed, conversation, filed, received.Content.File);
        if (chat is not null) world.Feed.ChatChanged(chat.TenantId, chat.Id, conversation.ContactId);
    }

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
