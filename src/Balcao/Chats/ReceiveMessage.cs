using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;

namespace Balcao.Chats;

/// <summary>
/// Decides what a customer's message causes, on every channel: which chat it belongs to (<see cref="ChatForMessage"/>), what it
/// costs, which file must be fetched, which changes the feed announces. It creates rows from its arguments and reads nothing.
/// </summary>
public static class ReceiveMessage
{
    /// <param name="rows">Receives the new rows.</param>
    /// <param name="feed">Receives the changes.</param>
    /// <param name="group">The group that serves the channel.</param>
    /// <param name="talk">The conversation's state; updated if a chat is opened.</param>
    /// <param name="contact">The sender.</param>
    /// <param name="received">The message.</param>
    /// <param name="now">The server's clock.</param>
    public static Message Into(
        IRowSink rows, Feed feed, ChatGroupId group, Talk talk, Contact contact, ReceivedMessage received, DateTimeOffset now)
    {
        var (conversation, content) = (talk.Conversation, received.Content);
        if (content.OpensChat) FindOrOpenChat(rows, group, talk, content.Subject(contact.Name), received.At, now);

        var message = received.ToMessage(conversation, MessageDirection.Inbound, talk.OpenChat?.Id, now);
        rows.Add(message);
        conversation.Received(message);
        content.File?.AddTo(rows, message, now);
        if (content.IsCharged) rows.Add(DefaultTariff.Charge(message.TenantId, message.ChannelId, message.Id, ChargeType.Receive, now, received.At));

        feed.MessageChanged(message.TenantId, message.Id, contact.Id);
        if (talk.OpenChat is { } chat) feed.ChatChanged(chat.TenantId, chat.Id, contact.Id);
        return message;
    }

    private static void FindOrOpenChat(IRowSink rows, ChatGroupId group, Talk talk, string subject, DateTimeOffset at, DateTimeOffset now)
    {
        var opened = ChatForMessage.Choose(talk.OpenChat, talk.NewestTicket, talk.Conversation, group, subject, at, now);
        if (!opened.IsNew) return;
        rows.Add(opened.Chat);
        if (opened.Ticket != talk.NewestTicket) rows.Add(opened.Ticket!);
        if (opened.Action is { } action) rows.Add(action);
        (talk.OpenChat, talk.NewestTicket) = (opened.Chat, opened.Ticket);
        if (talk.Audience.Add(group))
            rows.Add(new ContactAudience { TenantId = opened.Chat.TenantId, ContactId = talk.Conversation.ContactId, GroupId = group });
    }
}

/// <summary>The state of a conversation that decides about its next message, kept up to date while messages are added.</summary>
/// <param name="audience">The groups whose agents may see the contact; shared by all of the contact's conversations.</param>
public sealed class Talk(Conversation conversation, ISet<ChatGroupId> audience)
{
    public Conversation Conversation => conversation;

    /// <summary>The chat that is not closed, if there is one.</summary>
    public Chat? OpenChat { get; set; }

    /// <summary>The newest ticket that is neither closed nor cancelled; only needed without an open chat.</summary>
    public Ticket? NewestTicket { get; set; }

    public ISet<ChatGroupId> Audience => audience;
}
