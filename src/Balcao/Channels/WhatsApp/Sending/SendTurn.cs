using System.Security.Cryptography;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Balcao.WhatsApp.Client;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>The rows a turn claimed.</summary>
/// <param name="Looked">How many rows the turn handled; if any, there may be more.</param>
internal sealed record Claims(IReadOnlyList<SendOrder> Orders, int Looked)
{
    public static Claims None { get; } = new([], 0);
}

/// <summary>
/// One turn of a number's sender, in one transaction: writes what WhatsApp answered and claims what is sent next. It may be
/// repeated from its beginning; its use of the token buckets is returned and applied after the commit.
/// </summary>
internal sealed partial class SendTurn(
    OpenWork open, Number number, Channel channel, Tenant tenant, ContractState contract, AccessTokens tokens, DateTimeOffset now)
{
    /// <summary>Less than the 30 days for which WhatsApp keeps an upload.</summary>
    private static readonly TimeSpan UploadLives = TimeSpan.FromDays(29);

    private readonly BalcaoDb _db = open.Db;

    public static async Task<SendTurn> BeginAsync(OpenWork open, ChannelId number, AccessTokens tokens, DateTimeOffset now, CancellationToken ct)
    {
        var row = await open.Db.Numbers.SingleAsync(n => n.Id == number, ct);
        var tenant = await open.Db.Tenants.AsNoTracking().SingleAsync(t => t.Id == row.TenantId, ct);
        var channel = await open.Db.Channels.AsNoTracking().SingleAsync(c => c.Id == number, ct);
        // What waits was accepted and is charged, so it may pass the cap (rule C9).
        var contract = new ContractState(await ContractReading.FactsAsync(open.Db, number, ct), Used: null);
        return new SendTurn(open, row, channel, tenant, contract, tokens, now);
    }

    /// <summary>Announces the message's change, and its chat's if lists show the message as the last one.</summary>
    private async Task ChangedAsync(Message message, CancellationToken ct)
    {
        var conversation = await _db.Conversations.AsNoTracking().Where(c => c.Id == message.ConversationId)
            .Select(c => new { c.ContactId, c.LastMessageId }).SingleAsync(ct);
        open.Feed.MessageChanged(message.TenantId, message.Id, conversation.ContactId);
        if (conversation.LastMessageId == message.Id && message.ChatId is { } chat) open.Feed.ChatChanged(message.TenantId, chat, conversation.ContactId);
    }

    /// <summary>Whether a status, or an earlier answer, has already told the outcome.</summary>
    private static bool IsDecided(Message message) =>
        message.Wamid is not null || message.Delivery >= DeliveryStatus.Sent || message.FailedAt is not null;

    // Rows of an earlier owner

    /// <summary>
    /// Rows that an earlier owner had handed over without writing an answer: their outcome is unknown. Reactions and
    /// receipts are queued again.
    /// </summary>
    /// <param name="underway">Our own, from before the lease was lost for some time.</param>
    public async Task AdoptAsync(IReadOnlyCollection<Guid> underway, CancellationToken ct)
    {
        var left = await _db.Outbox.Where(o => o.ChannelId == number.Id && o.State == OutboxState.Sending).OrderBy(o => o.Id).ToListAsync(ct);
        foreach (var row in left.Where(row => !underway.Contains(row.Id)))
        {
            if (row.Kind is not OutboxKind.Message)
            {
                row.State = OutboxState.Queued;
                continue;
            }
            var message = await _db.Messages.SingleAsync(m => m.Id == row.MessageId, ct);
            if (IsDecided(message))
            {
                _db.Remove(row);
                continue;
            }
            row.State = OutboxState.Unknown;
            if (message.Advance(DeliveryStatus.Unknown, now)) await ChangedAsync(message, ct);
        }
    }

    // Claiming the next rows

    /// <param name="room">The most rows to claim.</param>
    /// <param name="isIdle">Nothing is being sent, so a held number may be tested.</param>
    public async Task<Claims> ClaimAsync(int room, RecipientPaces paces, bool isIdle, CancellationToken ct)
    {
        if (room <= 0) return Claims.None;
        await _db.SaveChangesAsync(ct); // the queries below must see what was settled
        if (!IsTokenReadable())
        {
            if (number.HoldSending(SendFailures.TokenExpired, now)) open.Feed.NumberChanged(number.TenantId, number.Id);
            await SetAsideAsync(ct);
            return Claims.None;
        }
        List<OutboxItem> rows;
        if (number.SendingHeldSince is not null)
        {
            await SetAsideAsync(ct);
            rows = isIdle ? await SendQueue.OnHold(_db, number.Id).Where(o => o.DueAt <= now).OrderBy(o => o.Id).Take(1).ToListAsync(ct) : [];
        }
        else
        {
            if (await SendQueue.OnHold(_db, number.Id).AnyAsync(ct)) await TakeUpAsync(ct);
            rows = await SendQueue.Ready(_db, number.Id, now).Take(room).ToListAsync(ct);
        }
        if (rows.Count == 0) return Claims.None;

        var batch = await BatchAsync(rows, ct);
        var orders = new List<SendOrder>();
        foreach (var row in rows)
        {
            if (await PrepareAsync(row, batch, ct) is not { } order) continue;
            if (row.Kind is not OutboxKind.ReadReceipt)
            {
                if (paces.TryTake(row.ConversationId, now) is { } later)
                {
                    row.DueAt = later;
                    continue;
                }
            }
            (row.State, row.HandedOverAt) = (OutboxState.Sending, now);
            row.Epoch = order.Epoch;
            row.Attempts = order.Attempts;
            orders.Add(order);
        }
        return new Claims(orders, rows.Count);
    }

    /// <summary>False if the token was protected with another installation key.</summary>
    private bool IsTokenReadable()
    {
        try
        {
            return tokens.Reveal(number).Length > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private sealed record Batch(
        Dictionary<MessageId, Message> Messages, Dictionary<ConversationId, Conversation> Conversations, Dictionary<ContactId, Contact> Contacts,
        Dictionary<MessageId, MessageMedia> Media, Dictionary<MessageId, string> Reactions, Dictionary<MessageId, string?> Quoted);

    private async Task<Batch> BatchAsync(List<OutboxItem> rows, CancellationToken ct)
    {
        var messageIds = rows.ConvertAll(row => row.MessageId);
        var conversationIds = rows.ConvertAll(row => row.ConversationId);
        var messages = await _db.Messages.Where(m => messageIds.Contains(m.Id)).ToDictionaryAsync(m => m.Id, ct);
        var conversations = await _db.Conversations.AsNoTracking().Where(c => conversationIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var contactIds = conversations.Values.Select(c => c.ContactId).Distinct().ToList();
        var quotedIds = messages.Values.Select(m => m.QuotedId).OfType<MessageId>().Distinct().ToList();
        var reacting = rows.Where(row => row.Kind is OutboxKind.Reaction).Select(row => row.MessageId).ToList();
        return new Batch(messages, conversations,
            await _db.Contacts.AsNoTracking().Where(c => contactIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct),
            await _db.MessageMedia.AsNoTracking().Where(m => messageIds.Contains(m.MessageId)).ToDictionaryAsync(m => m.MessageId, ct),
            reacting.Count == 0 ? [] : await _db.MessageReactions.AsNoTracking().Where(r => r.IsOurs && reacting.Contains(r.MessageId)).ToDictionaryAsync(r => r.MessageId, r => r.Emoji, ct),
            quotedIds.Count == 0 ? [] : await _db.Messages.AsNoTracking().Where(m => quotedIds.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Wamid, ct));
    }

    /// <summary>Null if it is not sent; the row is then finished.</summary>
    private async Task<SendOrder?> PrepareAsync(OutboxItem row, Batch batch, CancellationToken ct)
    {
        if (batch.Messages.GetValueOrDefault(row.MessageId) is not { } message || (row.Kind is OutboxKind.Message && IsDecided(message)))
        {
            _db.Remove(row);
            return null;
        }
        var conversation = batch.Conversations[row.ConversationId];
        var order = new SendOrder(row.Id, row.Epoch + 1, row.Attempts + 1, row.Kind, row.TenantId, row.MessageId,
            new NumberCredentials(number.PhoneNumberId, tokens.Reveal(number)));
        if (row.Kind is not OutboxKind.Message)
        {
            order = order with { Wamid = message.Wamid, To = SendOrder.RecipientOf(batch.Contacts[conversation.ContactId]), Emoji = batch.Reactions.GetValueOrDefault(row.MessageId) };
            var isPossible = row.Kind is OutboxKind.ReadReceipt
                ? channel.Status is NumberStatus.Active && !tenant.IsSuspended
                : order is { To: not null, Emoji: not null } && SendRules.Check(tenant, channel, contract, conversation, now) is null;
            if (isPossible && order.Wamid is not null) return order;
            _db.Remove(row);
            if (row.Kind is OutboxKind.Reaction) await TakeReactionBackAsync(row, ct);
            return null;
        }

        if (SendRules.Check(tenant, channel, contract, conversation, now) is { } refusal) return await NoAsync(SendRules.FailureCode(refusal));
        if (SendOrder.RecipientOf(batch.Contacts[conversation.ContactId]) is not { } recipient) return await NoAsync(SendFailures.NoRecipient);
        var media = batch.Media.GetValueOrDefault(message.Id);
        if (OutgoingContent.NeedsFile(message.Kind) && media?.Sha256 is null) return await NoAsync(SendFailures.FileMissing);
        return order with
        {
            To = recipient, Text = message.Text, MessageKind = message.Kind, More = MessageContent.Read(message.Content),
            Wamid = message.QuotedId is { } quoted ? batch.Quoted.GetValueOrDefault(quoted) : message.QuotedWamid,
            File = media is null ? null : new SendFile(
                media.Sha256!, media.FileName ?? "file", media.MimeType, media.UploadedAt > now - UploadLives ? media.WhatsAppMediaId : null),
        };

        async Task<SendOrder?> NoAsync(string code)
        {
            await FailAsync(row, message, code, null, ct);
            return null;
        }
    }
}
