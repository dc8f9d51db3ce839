using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>What all messages and notes that an agent writes have in common. The client's key identifies them.</summary>
internal static class AgentMessage
{
    private const int LongestKey = 64;

    /// <summary>Null if an agent may use the key. Automatic texts have keys of their own, which would otherwise be taken from them.</summary>
    public static Refusal? CheckKey(string? key) => InputRefusals.Check("clientKey", key, LongestKey)
        ?? (AutomaticMessage.IsKey(key!) ? InputRefusals.Invalid("clientKey") : null);

    /// <summary>The conversation's message with the key; null if there is none.</summary>
    public static async Task<MessageItem?> FirstAsync(BalcaoDb db, ConversationId conversation, string key, CancellationToken ct)
    {
        var ids = await db.Messages.Where(m => m.ConversationId == conversation && m.ClientKey == key).Select(m => m.Id).ToListAsync(ct);
        return (await MessageItems.LoadAsync(db, ids, ct)).SingleOrDefault();
    }

    /// <summary>A text or a file with its caption, to be sent by <see cref="SaveAsync"/>.</summary>
    public static Message NewText(
        Conversation conversation, ChatId? chat, AgentId author, string? text, string key, DateTimeOffset now, MessageKind kind = MessageKind.Text)
    {
        var message = new Message
        {
            TenantId = conversation.TenantId, Id = MessageId.New(now), ConversationId = conversation.Id, ChannelId = conversation.ChannelId, ChatId = chat,
            Direction = MessageDirection.Outbound, Kind = kind, At = now, StoredAt = now, Text = text, AuthorId = author, ClientKey = key,
        };
        message.Advance(DeliveryStatus.Queued, now);
        return message;
    }

    /// <summary>Null if a text may be sent with the file.</summary>
    public static Refusal? CheckCaption(string? text, Upload? upload) =>
        text is not null && upload?.Kind is MessageKind.Audio or MessageKind.Voice or MessageKind.Sticker ? MediaRefusals.NoCaption : null;

    /// <summary>From then on the file belongs to the message, so the upload is deleted.</summary>
    public static MessageMedia Take(BalcaoDb db, Upload upload, Message message, DateTimeOffset now)
    {
        db.Remove(upload);
        if (MediaCopies.JobFor(message.TenantId, message.Id, message.Kind, now) is { } copy) db.Add(copy);
        return new MessageMedia
        {
            TenantId = message.TenantId, MessageId = message.Id, State = MediaState.Stored, MimeType = upload.MimeType,
            FileName = upload.FileName, Sha256 = upload.Sha256, Size = upload.Size,
        };
    }

    /// <summary>
    /// Sends the message. If the same key was sent a moment earlier on another connection, everything in the unit of work is undone, and
    /// that message is the answer.
    /// </summary>
    /// <returns>Null if the message was sent; otherwise the earlier one.</returns>
    public static async Task<MessageItem?> SaveAsync(
        BalcaoDb db, UnitOfWork work, Feed feed, StorageEngine engine, Message message, MessageMedia? media, ContactId contact, CancellationToken ct)
    {
        try
        {
            await OutgoingMessage.SaveAsync(db, feed, await ContractReading.FactsAsync(db, message.ChannelId, ct), message, media, contact, ct);
            if (message.ChatId is { } chat) await AnswerTicketOfAsync(db, feed, chat, message, contact, ct);
            return null;
        }
        catch (Exception e) when (engine.IsUniqueViolation(e) || e is DbUpdateConcurrencyException)
        {
            await work.RollbackAsync();
            await work.BeginReadAsync(TenantScope.Of(message.TenantId), ct);
            if (await FirstAsync(db, message.ConversationId, message.ClientKey!, ct) is not { } earlier) throw;
            return earlier;
        }
    }

    /// <summary>
    /// The first message of an agent in one of the ticket's chats is its first answer. One conditional statement: most messages find
    /// nothing to change. The ticket's version stays, because an edit of the ticket does not depend on it.
    /// </summary>
    private static async Task AnswerTicketOfAsync(BalcaoDb db, Feed feed, ChatId chat, Message message, ContactId contact, CancellationToken ct)
    {
        DateTimeOffset? at = message.At;
        var ticket = db.Chats.Where(c => c.Id == chat).Select(c => c.TicketId);
        if (await db.Tickets.Where(t => t.FirstAnsweredAt == null && ticket.Contains(t.Id)).ExecuteUpdateAsync(set => set.SetProperty(t => t.FirstAnsweredAt, at), ct) == 0) return;
        feed.TicketChanged(message.TenantId, await ticket.SingleAsync(ct), contact);
    }
}
