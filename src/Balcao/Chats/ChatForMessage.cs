using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.Tickets;

namespace Balcao.Chats;

/// <summary>
/// Decides what a message belongs to: the conversation's open chat, waiting or in service, whatever the hour; otherwise, in service
/// hours, a new chat that waits in the number's group and has a ticket from the start; outside them a ticket without a chat.
/// </summary>
public static class ChatForMessage
{
    /// <summary>Makes sure that the conversation has an open chat, or outside hours an open ticket; adds what is missing.</summary>
    /// <param name="rows">Receives the new rows.</param>
    /// <param name="facts">Of the channel, which a group serves.</param>
    /// <param name="state">The conversation's state; updated.</param>
    /// <param name="subject">The first words, for a new ticket.</param>
    /// <param name="at">Since when a new chat waits.</param>
    /// <param name="timing">The instant that is in service hours or not, and whether the customer wrote just now: otherwise nothing is said.</param>
    /// <param name="now">The server's clock.</param>
    public static void FindOrOpen(
        IRowSink rows, ChannelFacts facts, ConversationState state, string subject, DateTimeOffset at, MessageTiming timing, DateTimeOffset now)
    {
        var isOpen = facts.Hours.IsOpen(timing.DecidedAt);
        if (state.OpenChat is { } chat)
        {
            // Outside hours the customer is told so, and nothing of the queue (rules H4 and H7).
            if (timing.IsLive && isOpen) chat.IsSilent = false;
            return;
        }
        if (isOpen) OpenChat(rows, facts.GroupId!.Value, state, subject, at, timing.IsLive, now);
        else OpenTicket(rows, facts.GroupId!.Value, state, subject, now);
    }

    /// <summary>For a ticket that has no open chat: the feed's readers get other tickets with their chats.</summary>
    public static void AnnounceTicket(Feed feed, ConversationState state)
    {
        if (state.OpenChat is null && state.NewestTicket is { } ticket) feed.TicketChanged(ticket.TenantId, ticket.Id, ticket.ContactId);
    }

    private static void OpenChat(
        IRowSink rows, ChatGroupId group, ConversationState state, string subject, DateTimeOffset at, bool isLive, DateTimeOffset now)
    {
        var opened = Choose(state.NewestTicket, state.Conversation, group, subject, at, now);
        opened.Chat.IsSilent = !isLive;
        rows.Add(opened.Chat);
        AddTicket(rows, state, opened.Ticket, opened.Action, group);
        (state.OpenChat, state.TicketOfChat) = (opened.Chat, opened.Ticket);
    }

    /// <summary>The message is found by the ticket's conversation; nobody is waited for.</summary>
    private static void OpenTicket(IRowSink rows, ChatGroupId group, ConversationState state, string subject, DateTimeOffset now)
    {
        var conversation = state.Conversation;
        var (ticket, action) = TicketForChat.Choose(state.NewestTicket, (conversation.TenantId, conversation.Id), conversation.ContactId, group, subject, now);
        AddTicket(rows, state, ticket, action, group);
    }

    /// <summary>The group's members see the contact's tickets from now on, as they see those of chats (rule A9).</summary>
    private static void AddTicket(IRowSink rows, ConversationState state, Ticket ticket, TicketAction? action, ChatGroupId group)
    {
        if (ticket != state.NewestTicket) rows.Add(ticket);
        if (action is not null) rows.Add(action);
        state.NewestTicket = ticket;
        if (state.Audience.Add(group))
            rows.Add(new ContactAudience { TenantId = ticket.TenantId, ContactId = state.Conversation.ContactId, GroupId = group });
    }

    /// <param name="newestTicket">The conversation's newest ticket that is neither closed nor cancelled.</param>
    /// <param name="conversation">It has no open chat.</param>
    /// <param name="group">The group that serves the number.</param>
    /// <param name="subject">The first words, for a new ticket.</param>
    /// <param name="at">When the message was written: the chat waits since then.</param>
    /// <param name="now">The server's clock.</param>
    public static OpenedChat Choose(Ticket? newestTicket, Conversation conversation, ChatGroupId group, string subject, DateTimeOffset at, DateTimeOffset now)
    {
        var (ticket, action) = TicketForChat.Choose(newestTicket, (conversation.TenantId, conversation.Id), conversation.ContactId, group, subject, now);
        ticket.GroupId = group;
        var chat = new Chat
        {
            TenantId = conversation.TenantId, Id = ChatId.New(now), ConversationId = conversation.Id,
            GroupId = group, TicketId = ticket.Id, WaitingSince = at < now ? at : now,
        };
        return new OpenedChat(chat, ticket, action);
    }
}

/// <param name="Ticket">The chat's ticket: new, reopened, or open already.</param>
/// <param name="Action">What happened to the ticket; null: nothing.</param>
public sealed record OpenedChat(Chat Chat, Ticket Ticket, TicketAction? Action);
