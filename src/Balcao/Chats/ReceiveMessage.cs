using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Chats;

/// <summary>
/// Decides what a customer's message causes, on every channel: which chat or ticket it belongs to (<see cref="ChatForMessage"/>), what
/// it costs, which file must be fetched, what is said outside service hours, which changes the feed announces. It creates rows from its arguments and reads nothing.
/// </summary>
public static class ReceiveMessage
{
    /// <param name="rows">Receives the new rows.</param>
    /// <param name="feed">Receives the changes.</param>
    /// <param name="facts">Of the channel, which a group serves.</param>
    /// <param name="state">The conversation's state; updated if a chat or a ticket is opened.</param>
    /// <param name="contact">The sender.</param>
    /// <param name="received">The message.</param>
    /// <param name="now">The server's clock.</param>
    public static Message Into(
        IRowSink rows, Feed feed, ChannelFacts facts, ConversationState state, Contact contact, ReceivedMessage received, DateTimeOffset now)
    {
        var (conversation, content) = (state.Conversation, received.Content);
        if (content.OpensChat) ChatForMessage.FindOrOpen(rows, facts, state, content.Subject(contact.Name), received.At, received.Timing, now);

        var message = received.ToMessage(conversation, MessageDirection.Inbound, state.OpenChat?.Id, now);
        rows.Add(message);
        conversation.Received(message);
        content.File?.AddTo(rows, message, now);
        if (content.IsCharged) rows.Add(facts.Contract.Charge(message.TenantId, message.ChannelId, message.Id, ChargeType.Receive, now, received.At));

        feed.MessageChanged(message.TenantId, message.Id, contact.Id);
        if (state.OpenChat is { } chat) feed.ChatChanged(chat.TenantId, chat.Id, contact.Id);
        else if (content.OpensChat) ChatForMessage.AnnounceTicket(feed, state);
        if (content.OpensChat) OutsideHours.Answer(rows, feed, facts, state, contact, received, now);
        return message;
    }
}
