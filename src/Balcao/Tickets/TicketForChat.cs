using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Tickets;

/// <summary>
/// Chooses the ticket of a new chat, or of a message outside service hours: the conversation's newest ticket that is neither
/// closed nor cancelled, reopened if it was resolved; otherwise a new one.
/// </summary>
public static class TicketForChat
{
    /// <param name="newest">The conversation's newest ticket, if it has any. It keeps its group: a chat sets its own.</param>
    /// <param name="conversation">The chat's conversation.</param>
    /// <param name="contact">The customer.</param>
    /// <param name="group">The group of a new ticket.</param>
    /// <param name="subject">The first words, shown in lists.</param>
    /// <param name="now">The server's clock.</param>
    public static (Ticket Ticket, TicketAction? Action) Choose(
        Ticket? newest, (TenantId Tenant, ConversationId Id) conversation, ContactId contact, ChatGroupId group, string subject, DateTimeOffset now)
    {
        if (newest is { CanHoldAnotherChat: true })
            return (newest, newest.Reopen(now) is { } reopened ? newest.ActionOf(reopened, now) : null);

        var opened = new Ticket
        {
            TenantId = conversation.Tenant, Id = TicketId.New(now), ConversationId = conversation.Id, ContactId = contact, GroupId = group,
            Subject = subject.Length <= 120 ? subject : Clip.To(subject, 119) + "…", OpenedAt = now,
        };
        return (opened, opened.ActionOf(TicketActionKind.Opened, now));
    }
}
