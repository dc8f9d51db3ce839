using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// Messages of the phone app from before the number was connected, delivered later. They are stored for reading only: they
/// open no chat, are not charged, do not count as unread and do not change the 24-hour window.
/// </summary>
internal static class StoreHistory
{
    /// <summary>
    /// A message of the history that came as an update of its own. Files do (Meta, history webhook, 21 May 2026), also under
    /// the field of customers' messages, where our own are known by their sender.
    /// </summary>
    public static bool IsOfHistory(WebhookUpdate update) =>
        update is { Kind: WebhookUpdateKind.Message, Message: { } message }
        && (message.HistoryStatus is not null || update.Field is WebhookFields.History || update.IsFromBusiness);

    public static JournalOutcome Into(InboundWorld world, WebhookUpdate update, DateTimeOffset receivedAt)
    {
        var chunk = update.History!;
        if (world.NumberOf(update) is not { } number) return JournalOutcome.UnknownNumber;
        if (chunk.Errors.Count > 0) return ApplyField.Note(world, update, NumberNotices.OfDeclinedHistory(chunk.Errors), receivedAt);
        var who = InboundIdentity.Of(update);
        if (!who.IsKnown || chunk.Messages.Count == 0) return JournalOutcome.Kept;

        var changed = false;
        foreach (var message in chunk.Messages.Where(m => string.IsNullOrEmpty(m.GroupId)).OrderBy(m => m.Timestamp))
            changed |= world.FindMessage(number, message.Id) is { } known
                ? Fill(world, known, message)
                : File(world, number, who, message, message.IsFrom(update.DisplayPhoneNumber), message.Timestamp ?? receivedAt);
        return changed ? JournalOutcome.Applied : JournalOutcome.Repeated;
    }

    /// <summary>A message that <see cref="IsOfHistory"/>.</summary>
    public static JournalOutcome One(InboundWorld world, ServedNumber number, WebhookUpdate update, DateTimeOffset at)
    {
        var who = InboundIdentity.Of(update);
        if (!who.IsKnown) throw new InvalidDataException("A message of the history that names nobody.");
        return File(world, number, who, update.Message!, update.IsFromBusiness, at) ? JournalOutcome.Applied : JournalOutcome.Repeated;
    }

    /// <summary>
    /// Adds the file that a placeholder of the history stands for. False if the known message is not such a placeholder, or
    /// there is no file.
    /// </summary>
    public static bool Fill(InboundWorld world, Message known, InboundMessage message)
    {
        if (known is not { Kind: MessageKind.Unsupported, RawType: MessageTypes.MediaPlaceholder }) return false;
        if (InboundContent.Of(message) is not { File: { } file } content) return false;
        (known.Kind, known.Text, known.Content, known.RawType) = (content.Kind, content.Text, content.ContentJson, null);
        file.AddTo(world, known, world.Now);
        world.Feed.MessageChanged(known.TenantId, known.Id, world.ConversationOf(known).ContactId);
        return true;
    }

    /// <returns>False if nothing changes: a reaction, edit or deletion of a message that is not stored.</returns>
    private static bool File(
        InboundWorld world, ServedNumber number, InboundIdentity who, InboundMessage message, bool isOurs, DateTimeOffset at)
    {
        var direction = isOurs ? MessageDirection.Outbound : MessageDirection.Inbound;
        var contact = InboundPeople.FindOrAdd(world, number.TenantId, who, at);
        InboundPeople.Complete(world, contact, who);
        var conversation = InboundPeople.FindOrAddConversation(world, number, contact, at);
        if (message.Reaction is { } reaction)
            return ApplyReaction.Into(world, number, conversation, reaction, at, direction is MessageDirection.Outbound);
        if (message.Type is MessageTypes.Edit or MessageTypes.Revoke or MessageTypes.System)
            return ChangeMessage.Apply(world, number, conversation, message, direction, at) is JournalOutcome.Applied;

        var received = InboundReading.Of(world, number, conversation, message, at);
        var filed = received.ToMessage(conversation, direction, chat: null, world.Now, MessageSource.History);
        if (direction is MessageDirection.Outbound) filed.Advance(ReachedBy(message.HistoryStatus), at);
        RecordMessage.Into(world, world.Feed, conversation, filed, received.Content.File);
        return true;
    }

    private static DeliveryStatus ReachedBy(string? status) => status?.ToLowerInvariant() switch
    {
        "played" => DeliveryStatus.Played,
        "read" => DeliveryStatus.Read,
        "delivered" => DeliveryStatus.Delivered,
        _ => DeliveryStatus.Sent,
    };
}
