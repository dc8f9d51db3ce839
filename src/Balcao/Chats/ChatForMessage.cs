using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Balcao.Tickets;

namespace Balcao.Chats;

/// <summary>
/// Decides which chat a message belongs to: the conversation's open chat, waiting or in service; otherwise a new chat that
/// waits in the number's group and has a ticket from the start.
/// </summary>
public static class ChatForMessage
{
    /// <summary>Makes sure that the conversation has an open chat; adds a new one with its ticket if it has none.</summary>
    /// <param name="rows">Receives the new rows.</param>
    /// <param name="group">The group that serves the number.</param>
    /// <param name="state">The conversation's state; updated if a chat is opened.</param>
    /// <param name="subject">The first words, for a new ticket.</param>
    /// <param name="at">Since when a new chat waits.</param>
    /// <param name="now">The server's clock.</param>
    /// <param name="isLive">False: the customer did not write just now, and is told nothing.</param>
    public static void FindOrOpen(
        IRowSink rows, ChatGroupId group, ConversationState state, string subject, DateTimeOffset at, DateTimeOffset now, bool isLive = true)
    {
        var opened = Choose(state.OpenChat, state.NewestTicket, state.Conversation, group, subject, at, now);
        if (!opened.IsNew)
        {
            if (isLive) opened.Chat.IsSilent = false;
            return;
        }
        opened.Chat.IsSilent = !isLive;
        rows.Add(opened.Chat);
        if (opened.Ticket != state.NewestTicket) rows.Add(opened.Ticket!);
        if (opened.Action is { } action) rows.Add(action);
        (state.OpenChat, state.NewestTicket) = (opened.Chat, opened.Ticket);
        if (state.Audience.Add(group))
            rows.Add(new ContactAudience { TenantId = opened.Chat.TenantId, ContactId = state.Conversation.ContactId, GroupId = group });
    }

    /// <param name="open">The conversation's chat that is not closed, if it has one.</param>
    /// <param name="newestTicket">The conversation's newest ticket; only needed without an open chat.</param>
    /// <param name="conversation">The message's conversation.</param>
    /// <param name="group">The group that serves the number.</param>
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

/// <param name="Ticket">The chat's ticket, new or reopened; null if the message joined an open chat.</param>
/// <param name="Action">What happened to the ticket.</param>
public sealed record OpenedChat(Chat Chat, Ticket? Ticket, TicketAction? Action)
{
    public bool IsNew => Ticket is not null;
}
