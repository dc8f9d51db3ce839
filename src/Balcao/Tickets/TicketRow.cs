using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>A ticket with what belongs to it in every view: its contact, and the names of its group and owner.</summary>
internal sealed record TicketRow(Ticket Ticket, Contact Contact, ChannelId ChannelId, DateTimeOffset? LastInboundAt, string NameOfGroup, string? NameOfOwner)
{
    public GroupName Group => new(Ticket.GroupId, NameOfGroup);

    public AgentName? Owner => Ticket.OwnerId is { } id ? new(id, NameOfOwner!) : null;
}

internal static class TicketRows
{
    extension(IQueryable<Ticket> tickets)
    {
        /// <summary>For reading only.</summary>
        public IQueryable<TicketRow> ToRows(BalcaoDb db) =>
            from ticket in tickets.AsNoTracking()
            join contact in db.Contacts on new { ticket.TenantId, Id = ticket.ContactId } equals new { contact.TenantId, contact.Id }
            join conversation in db.Conversations on new { ticket.TenantId, Id = ticket.ConversationId } equals new { conversation.TenantId, conversation.Id }
            join grp in db.ChatGroups on new { ticket.TenantId, Id = ticket.GroupId } equals new { grp.TenantId, grp.Id }
            join person in db.Agents on new { ticket.TenantId, Id = ticket.OwnerId } equals new { person.TenantId, Id = (AgentId?)person.Id } into owners
            from owner in owners.DefaultIfEmpty()
            select new TicketRow(ticket, contact, conversation.ChannelId, conversation.LastInboundAt, grp.Name, owner!.Name);
    }
}
