using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Tickets;

namespace Balcao.Chats;

/// <summary>The state of a conversation that decides about its next message, kept up to date while messages are added.</summary>
/// <param name="audience">The groups whose agents may see the contact; shared by all of the contact's conversations.</param>
public sealed class ConversationState(Conversation conversation, ISet<ChatGroupId> audience)
{
    public Conversation Conversation => conversation;

    /// <summary>The chat that is not closed, if there is one.</summary>
    public Chat? OpenChat { get; set; }

    /// <summary>The newest ticket that is neither closed nor cancelled; only needed without an open chat.</summary>
    public Ticket? NewestTicket { get; set; }

    /// <summary>The ticket of the open chat; known if the chat was just opened, or waits outside hours and a text may name its ticket.</summary>
    public Ticket? TicketOfChat { get; set; }

    public ISet<ChatGroupId> Audience => audience;
}
