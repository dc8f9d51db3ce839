using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Balcao.Tickets;
using Balcao.Variables;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// A group's text that a chat causes (rule A10). Its client key names the cause, so that no cause has two texts. It is sent through
/// the ordinary outbox and charged, inside the customer service window only.
/// </summary>
/// <param name="Cause">One of the constants.</param>
/// <param name="Text">May contain variables.</param>
/// <param name="QueuePosition">For <c>{queue.position}</c>.</param>
internal sealed record AutomaticText(ChatId Chat, string Cause, string Text, int? QueuePosition = null)
{
    public const string Queue = "queue";

    public const string Nobody = "nobody";

    public const string Start = "start";

    public const string End = "end";

    /// <summary>In characters, after the variables are expanded (Meta, text messages, 2026).</summary>
    private const int LongestSent = 4096;

    public string ClientKey => $"auto:{Cause}:{Chat}";

    /// <summary>
    /// Writes the texts into the open unit of work. A text whose number or tenant may send nothing becomes a line of the thread
    /// instead. One that was written before, or whose window is closed, is left out.
    /// </summary>
    public static async Task WriteAsync(
        BalcaoDb db, Feed feed, StorageEngine engine, IReadOnlyCollection<AutomaticText> texts, DateTimeOffset now, CancellationToken ct)
    {
        if (texts.Count == 0) return;
        var places = await PlacesAsync(db, [.. texts.Select(t => t.Chat)], ct);
        var (conversations, keys) = (places.Values.Select(p => p.Conversation.Id).ToList(), texts.Select(t => t.ClientKey).ToList());
        var known = await db.Messages.Where(m => conversations.Contains(m.ConversationId) && m.ClientKey != null && keys.Contains(m.ClientKey))
            .Select(m => m.ClientKey!).ToHashSetAsync(ct);

        var rows = new RowSet(db, engine);
        var sent = new List<Message>();
        foreach (var text in texts.Where(t => !known.Contains(t.ClientKey)))
        {
            if (!places.TryGetValue(text.Chat, out var place)) continue;
            if (SendRules.Check(place.Tenant, place.Channel, place.Conversation, now) is { } refusal)
            {
                if (!refusal.Code.StartsWith("window.", StringComparison.Ordinal)) RecordMessage.Into(rows, feed, place.Conversation, LineOf(text, place, refusal.Code, now));
            }
            else if (MessageOf(text, place, now) is { } message)
            {
                OutgoingMessage.Into(rows, feed, message, null, place.Conversation.ContactId);
                sent.Add(message);
            }
        }
        await rows.WriteAsync(ct);
        foreach (var message in sent) await OutgoingMessage.MoveOnAsync(db, message, ct);
    }

    private static Message? MessageOf(AutomaticText text, Place place, DateTimeOffset now)
    {
        var words = VariableText.Expand(text.Text, place.Values(text.QueuePosition, now));
        // A text of variables alone may be empty, which WhatsApp does not take.
        if (string.IsNullOrWhiteSpace(words)) return null;
        var message = new Message
        {
            TenantId = place.Conversation.TenantId, Id = MessageId.New(now), ConversationId = place.Conversation.Id, ChannelId = place.Conversation.ChannelId,
            ChatId = text.Chat, Direction = MessageDirection.Outbound, Kind = MessageKind.Text, Source = MessageSource.Automatic, At = now, StoredAt = now,
            Text = Clip.To(words, LongestSent), ClientKey = text.ClientKey,
        };
        message.Advance(DeliveryStatus.Queued, now);
        return message;
    }

    private static Message LineOf(AutomaticText text, Place place, string reason, DateTimeOffset now) => new()
    {
        TenantId = place.Conversation.TenantId, Id = MessageId.New(now), ConversationId = place.Conversation.Id, ChannelId = place.Conversation.ChannelId,
        ChatId = text.Chat, Direction = MessageDirection.Internal, Kind = MessageKind.System, At = now, StoredAt = now, ClientKey = text.ClientKey,
        Content = new MessageContent { Notice = new NoticeItem(NoticeKind.TextNotSent, null, reason) }.ToJson(),
    };

    private static async Task<Dictionary<ChatId, Place>> PlacesAsync(BalcaoDb db, IReadOnlyCollection<ChatId> chats, CancellationToken ct)
    {
        var rows = await (
            from chat in db.Chats.AsNoTracking().Where(c => chats.Contains(c.Id))
            join conversation in db.Conversations.AsNoTracking() on new { chat.TenantId, Id = chat.ConversationId } equals new { conversation.TenantId, conversation.Id }
            join channel in db.Channels.AsNoTracking() on new { conversation.TenantId, Id = conversation.ChannelId } equals new { channel.TenantId, channel.Id }
            join tenant in db.Tenants.AsNoTracking() on conversation.TenantId equals tenant.Id
            join contact in db.Contacts.AsNoTracking() on new { conversation.TenantId, Id = conversation.ContactId } equals new { contact.TenantId, contact.Id }
            join ticket in db.Tickets.AsNoTracking() on new { chat.TenantId, Id = chat.TicketId } equals new { ticket.TenantId, ticket.Id }
            join grp in db.ChatGroups.AsNoTracking() on new { chat.TenantId, Id = chat.GroupId } equals new { grp.TenantId, grp.Id }
            join found in db.Agents.AsNoTracking() on new { chat.TenantId, Id = chat.AgentId } equals new { found.TenantId, Id = (AgentId?)found.Id } into agents
            from agent in agents.DefaultIfEmpty()
            select new { chat.Id, Place = new Place(conversation, channel, tenant, contact, ticket, grp, agent!.Name) }).ToListAsync(ct);
        return rows.ToDictionary(row => row.Id, row => row.Place);
    }

    private sealed record Place(Conversation Conversation, Channel Channel, Tenant Tenant, Contact Contact, Ticket Ticket, ChatGroup Group, string? AgentName)
    {
        public VariableValues Values(int? position, DateTimeOffset now) => new()
        {
            TicketId = Ticket.Id.Value,
            TicketProtocol = Ticket.Protocol,
            TicketSubject = Ticket.Subject,
            TicketStatus = StatusWords.Of(Ticket.Status),
            // A phone in the place of a name is no name to greet with.
            ContactName = Contact.IsUnnamed ? null : Contact.Name,
            ContactPhone = Contact.Phone is { } phone ? PhoneText.Of(phone) : null,
            AgentName = AgentName,
            GroupName = Group.DisplayName,
            NumberDisplay = Channel.Display,
            TenantName = Tenant.Name,
            QueuePosition = position,
            LocalTime = SendRules.InZone(now, Tenant.TimeZone),
        };
    }
}
