using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>
/// A text of ours that a rule causes: it goes through the outbox and is charged like any other (rule C2), and names no author. Its
/// key names the cause, so that the same cause adds it once.
/// </summary>
public static class AutomaticMessage
{
    /// <summary>The beginning of the keys. Agents cannot use it, or they could prevent an automatic message.</summary>
    public const string KeyPrefix = "auto:";

    public static bool IsKey(string clientKey) => clientKey.StartsWith(KeyPrefix, StringComparison.Ordinal);

    /// <param name="conversation">Where it is said; the caller has made sure that its window is open.</param>
    /// <param name="chat">The open chat, if there is one.</param>
    /// <param name="text">Expanded; clipped to what WhatsApp takes.</param>
    /// <param name="key">Begins with <see cref="KeyPrefix"/>; no message of the conversation has it yet.</param>
    /// <param name="now">The server's clock.</param>
    /// <param name="names">The new row whose number the text names, if its number is not taken yet.</param>
    /// <returns>Null if the text is empty, as one of variables alone may be: WhatsApp does not take it.</returns>
    public static Message? New(Conversation conversation, ChatId? chat, string text, string key, DateTimeOffset now, INumbered? names = null)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var message = new Message
        {
            TenantId = conversation.TenantId, Id = MessageId.New(now), ConversationId = conversation.Id, ChannelId = conversation.ChannelId,
            ChatId = chat, Direction = MessageDirection.Outbound, Kind = MessageKind.Text, Source = MessageSource.Automatic, At = now, StoredAt = now,
            Text = Clip.To(text, MessageLimits.Text), ClientKey = key, Names = names,
        };
        message.Advance(DeliveryStatus.Queued, now);
        return message;
    }

    /// <summary>Adds the rows of a message that <see cref="New"/> made, for lanes: they alone change the conversation, which is updated.</summary>
    public static void Into(IRowSink rows, Feed feed, ContractFacts contract, Conversation conversation, Message message)
    {
        OutgoingMessage.Into(rows, feed, contract, message, media: null, conversation.ContactId);
        conversation.Added(message);
    }

    /// <summary>Adds a line to the thread instead of a text that may not be sent.</summary>
    /// <param name="reason">The code of the refusal.</param>
    /// <param name="key">The text's, so that no second line is added for it; null if the caller makes sure.</param>
    public static void NotSent(
        IRowSink rows, Feed feed, Conversation conversation, ChatId? chat, string reason, DateTimeOffset now, string? key = null)
    {
        RecordMessage.Into(rows, feed, conversation, new Message
        {
            TenantId = conversation.TenantId, Id = MessageId.New(now), ConversationId = conversation.Id, ChannelId = conversation.ChannelId,
            ChatId = chat, Direction = MessageDirection.Internal, Kind = MessageKind.System, Source = MessageSource.Automatic, At = now, StoredAt = now,
            ClientKey = key, Content = new MessageContent { Notice = new NoticeItem(NoticeKind.TextNotSent, null, reason) }.ToJson(),
        });
    }
}
