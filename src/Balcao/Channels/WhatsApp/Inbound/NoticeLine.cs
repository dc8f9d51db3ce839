using Balcao.Contract;
using Balcao.Conversations;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>Adds a line to the thread about something that is no message. The line itself opens no chat and costs nothing.</summary>
internal static class NoticeLine
{
    /// <param name="world">Receives the line.</param>
    /// <param name="conversation">Where the line is shown.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="notice">What happened.</param>
    /// <param name="text">In the words of whoever reports it.</param>
    /// <param name="wamid">WhatsApp's id of the notice, or <see cref="KeyOf"/>: a second delivery finds the line by it.</param>
    /// <param name="about">The message that the line is about.</param>
    public static void Add(
        InboundWorld world, Conversation conversation, DateTimeOffset at, NoticeItem notice, string? text = null, string? wamid = null, Message? about = null)
    {
        var chat = world.StateOf(conversation).OpenChat;
        var line = new ReceivedMessage(new ReceivedContent(MessageKind.System, text, new MessageContent { Notice = notice }), at)
        {
            Wamid = wamid, QuotedWamid = about?.Wamid, QuotedId = about?.Id,
        };
        RecordMessage.Into(world, world.Feed, conversation, line.ToMessage(conversation, MessageDirection.Internal, chat?.Id, world.Now));
        if (chat is not null) world.Feed.ChatChanged(chat.TenantId, chat.Id, conversation.ContactId);
    }

    /// <summary>
    /// Stands for the id that WhatsApp does not give such an update: equal for its repeated deliveries only. Null for updates that
    /// have an id, or add no line.
    /// </summary>
    public static string? KeyOf(WebhookUpdate update) =>
        update is { Status: { IsOfDelivery: false } } or { Change: HandoverChange } ? "notice." + UpdateDigest.Of(update) : null;
}
