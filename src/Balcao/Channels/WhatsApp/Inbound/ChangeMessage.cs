using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// The author edits a message or deletes it for everyone: the message is changed, and its former text is kept. If the
/// message is not stored yet, or is in another conversation, a placeholder is added; the change is applied if it arrives later.
/// </summary>
internal static class ChangeMessage
{
    public static string? OriginalOf(InboundMessage message) => message.Type switch
    {
        MessageTypes.Edit => message.Edit?.OriginalMessageId,
        MessageTypes.Revoke => message.RevokedMessageId,
        _ => null,
    };

    /// <returns>Null if the update is not a change, or the message it changes is not found.</returns>
    public static JournalOutcome? Apply(
        InboundWorld world, ServedNumber number, Conversation conversation, InboundMessage message, MessageDirection direction, DateTimeOffset at)
    {
        if (Target(world, number, conversation.Id, message, direction) is not { } original) return null;
        if (message.Type is MessageTypes.Revoke)
        {
            if (!original.Revoke(at)) return JournalOutcome.Repeated;
        }
        else
        {
            var versions = original.Edit(world.VersionsOf(original), message.Id, message.Edit!.NewText, at, world.Now);
            if (versions.Count == 0) return JournalOutcome.Repeated;
            foreach (var version in versions) world.Add(version);
            foreach (var quoting in world.QuotingOf(original)) world.Feed.MessageChanged(original.TenantId, quoting, conversation.ContactId);
        }
        world.Feed.MessageChanged(original.TenantId, original.Id, conversation.ContactId);
        if (conversation.LastMessageId == original.Id && world.StateOf(conversation).OpenChat is { } chat)
            world.Feed.ChatChanged(chat.TenantId, chat.Id, conversation.ContactId);
        return JournalOutcome.Applied;
    }

    /// <summary>The change came before and left a placeholder. Applies it if the message it changes is stored now.</summary>
    public static JournalOutcome Again(InboundWorld world, ServedNumber number, Message placeholder, InboundMessage message, DateTimeOffset at)
    {
        if (placeholder is not { Kind: MessageKind.Unsupported, QuotedId: null } || placeholder.RawType != message.Type) return JournalOutcome.Repeated;
        if (Target(world, number, placeholder.ConversationId, message, placeholder.Direction) is not { } original) return JournalOutcome.Repeated;
        var conversation = world.ConversationOf(placeholder);
        if (Apply(world, number, conversation, message, placeholder.Direction, at) is not JournalOutcome.Applied) return JournalOutcome.Repeated;
        placeholder.QuotedId = original.Id;
        world.Feed.MessageChanged(placeholder.TenantId, placeholder.Id, conversation.ContactId);
        return JournalOutcome.Applied;
    }

    /// <summary>Keeps a change whose message is not stored yet, to be applied when it is: WhatsApp guarantees no order.</summary>
    public static void Park(InboundWorld world, ServedNumber number, WebhookUpdate update, DateTimeOffset receivedAt)
    {
        if (OriginalOf(update.Message!) is not { Length: > 0 and <= 512 } wamid || world.FindMessage(number, wamid) is not null) return;
        world.Add(new ParkedStatus
        {
            TenantId = number.TenantId, Id = Uuid7.New(world.Now), ChannelId = number.Id, Wamid = wamid, ReceivedAt = receivedAt, Json = update.RawJson,
        });
    }

    private static Message? Target(InboundWorld world, ServedNumber number, ConversationId conversation, InboundMessage message, MessageDirection direction) =>
        world.FindMessage(number, OriginalOf(message)) is { } original
            && original.ConversationId == conversation && original.Direction == direction
            && (message.Type is MessageTypes.Revoke || message.Edit is { Text.Body: not null } or { Media: not null })
            ? original : null;
}
