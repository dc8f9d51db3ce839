using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// What the business sent with the app on its phone (coexistence): part of the conversation, written by the phone. It
/// has left already, so nothing is sent; it costs nothing and opens no chat.
/// </summary>
internal static class FileEcho
{
    public static JournalOutcome Into(InboundWorld world, WebhookUpdate update, DateTimeOffset receivedAt)
    {
        var message = update.Message!;
        if (world.NumberOf(update) is not { } number) return JournalOutcome.UnknownNumber;
        if (!string.IsNullOrEmpty(message.GroupId)) return JournalOutcome.Kept;
        var at = message.Timestamp ?? receivedAt;
        // Our own messages are known by now, should WhatsApp echo them too.
        if (world.FindMessage(number, message.Id) is { } known)
            return message.Type is MessageTypes.Edit or MessageTypes.Revoke ? ChangeMessage.Again(world, number, known, message, at) : JournalOutcome.Repeated;

        var who = InboundIdentity.Of(update);
        if (!who.IsKnown) throw new InvalidDataException("An echo that names no recipient.");
        var contact = InboundPeople.FindOrAdd(world, number.TenantId, who, at);
        var conversation = InboundPeople.FindOrAddConversation(world, number, contact, at);
        if (message.Reaction is { } reaction && FileMessage.React(world, number, conversation, reaction, at, isOurs: true)) return JournalOutcome.Applied;
        if (ChangeMessage.Apply(world, number, conversation, message, MessageDirection.Outbound, at) is { } changed) return changed;

        var chat = world.FindOpenChat(conversation);
        var filed = Add(world, number, conversation, message, at, MessageDirection.Outbound, MessageSource.PhoneApp, chat?.Id);
        filed.Advance(DeliveryStatus.Sent, at);
        ChangeMessage.Park(world, number, update, receivedAt);
        if (chat is not null) world.Feed.ChatChanged(chat.TenantId, chat.Id, contact.Id);
        return JournalOutcome.Applied;
    }

    /// <summary>Files what neither came in nor left through the API: no chat for it, no ledger line, nothing unread.</summary>
    public static Message Add(
        InboundWorld world, ServedNumber number, Conversation conversation, InboundMessage message, DateTimeOffset at,
        MessageDirection direction, MessageSource source, ChatId? chat)
    {
        var content = InboundContent.Of(message);
        var filed = new Message
        {
            TenantId = number.TenantId, Id = MessageId.New(world.Now), ConversationId = conversation.Id, ChannelId = number.Id, ChatId = chat,
            Direction = direction, Kind = content.Kind, Source = source, At = at, StoredAt = world.Now, Text = content.Text, Wamid = message.Id,
            QuotedWamid = FileMessage.Referred(message), QuotedId = FileMessage.Quoted(world, number, conversation, message.Context?.MessageId),
            Content = content.ContentJson, RawType = content.RawType,
        };
        world.Add(filed);
        conversation.Added(filed);
        if (content.Media is { } file) FileMessage.AddFile(world, filed, file);
        world.Feed.MessageChanged(filed.TenantId, filed.Id, conversation.ContactId);
        return filed;
    }
}
