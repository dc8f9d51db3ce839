using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Balcao.Variables;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>What variables stand for in the texts of a chat, or of a ticket without a chat.</summary>
public static class ChatVariables
{
    /// <summary>In a text that an agent writes in a chat.</summary>
    /// <param name="agent">Who writes, whoever serves the chat.</param>
    public static async Task<VariableValues> LoadAsync(BalcaoDb db, ChatId id, AgentId agent, DateTimeOffset now, CancellationToken ct)
    {
        var place = (await ChatPlace.LoadAsync(db, [id], ct))[id];
        return place.Values(now) with { AgentName = await db.Agents.Where(a => a.Id == agent).Select(a => a.Name).SingleOrDefaultAsync(ct) };
    }

    /// <summary>Without an agent and a place in the queue.</summary>
    /// <param name="ticket">Its number may still be missing: the text then has <see cref="NumberInText.Mark"/> in its place.</param>
    /// <param name="localTime">In the number's time zone.</param>
    internal static VariableValues Of(Contact contact, Ticket? ticket, ChannelNames names, DateTimeOffset localTime) => new()
    {
        TicketId = ticket?.Id.Value,
        TicketProtocol = ticket is null ? null : ticket.Protocol == 0 ? NumberInText.ToCome : ticket.Protocol,
        TicketSubject = ticket?.Subject,
        TicketStatus = ticket is null ? null : StatusWords.Of(ticket.Status),
        // A phone in the place of a name is no name to greet with.
        ContactName = contact.IsUnnamed ? null : contact.Name,
        ContactPhone = contact.Phone is { } phone ? PhoneText.Of(phone) : null,
        GroupName = names.Group,
        NumberDisplay = names.Number,
        TenantName = names.Tenant,
        LocalTime = localTime,
    };
}
