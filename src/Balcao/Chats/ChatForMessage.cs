using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Tickets;

namespace Balcao.Chats;

/// <summary>
/// Where a message becomes a chat: it joins the chat the conversation already has, waiting or in service; otherwise
/// it opens one that waits in the number's group, with a ticket from its first second.
/// </summary>
public static class ChatForMessage
{
    /// <param name="open">The conversation's chat that is not closed, if it has one.</param>
    /// <param name="newestTicket">The conversation's newest ticket; only asked for without an open chat.</param>
    /// <param name="conversation">Where the message was said.</param>
    /// <param name="group">Who serves the number.</param>
    /// <param name="subject">The first words, for a new ticket.</param>
    /// <param name="at">When the message was written: a new chat waits since then.</param>
    /// <param name="now">The server's clock.</param>
    public static OpenedChat Choose(
        Chat? open, Ticket? newestTicket, Conversation conversation, ChatGroupId group, string subject, DateTimeOffset at, DateTimeOffset now)
    {
        if (open is not null) return new OpenedChat(open, null, null);

        var (ticket, action) = TicketForChat.Choose(newestTicket, (conversation.TenantId, conversation.Id), conversation.ContactId, subject, now);
        var chat = new Chat
        {
            TenantId = conversation.TenantId, Id = ChatId.New(now), ConversationId = conversation.Id,
            GroupId = group, TicketId = ticket.Id, WaitingSince = at < now ? at : now,
        };
        return new OpenedChat(chat, ticket, action);
    }
}

/// <param name="Ticket">The chat's ticket, new or reopened; null when the message joined a chat that was there.</param>
/// <param name="Action">What that did to the ticket.</param>
public sealed record OpenedChat(Chat Chat, Ticket? Ticket, TicketAction? Action)
{
    public bool IsNew => Ticket is not null;
}
