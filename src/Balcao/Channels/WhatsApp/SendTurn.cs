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

namespace Balcao.Channels.WhatsApp;

/// <summary>What a turn claimed.</summary>
/// <param name="Looked">How many rows it dealt with: while there are some, there may be more.</param>
internal sealed record Claims(IReadOnlyList<SendOrder> Orders, int Looked)
{
    public static Claims None { get; } = new([], 0);
}

/// <summary>
/// One turn of a number's sender, in one transaction: what WhatsApp answered is written down, what goes next is claimed.
/// It may be run again from its beginning; what it decides about pace comes back with the result.
/// </summary>
internal sealed class SendTurn(OpenWork open, Number number, Tenant tenant, AccessTokens tokens, DateTimeOffset now)
{
    /// <summary>How often a held number is tried with one message: what is mended at Meta ends the hold by itself.</summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMinutes(10);

    /// <summary>WhatsApp keeps an upload 30 days.</summary>
    private static readonly TimeSpan UploadLives = TimeSpan.FromDays(29);

    /// <summary>A reaction or a receipt is not worth more tries.</summary>
    private const int MostTriesOfTrifles = 6;

    private readonly BalcaoDb _db = open.Db;

    public static async Task<SendTurn> BeginAsync(OpenWork open, NumberId number, AccessTokens tokens, DateTimeOffset now, CancellationToken ct)
    {
        var row = await open.Db.Numbers.SingleAsync(n => n.Id == number, ct);
        var tenant = await open.Db.Tenants.AsNoTracking().SingleAsync(t => t.Id == row.TenantId, ct);
        return new SendTurn(open, row, tenant, tokens, now);
    }

    // What was answered

    public async Task SettleAsync(SendAnswer answer, CancellationToken ct)
    {
        var (order, verdict) = (answer.Order, answer.Verdict);
        var row = await _db.Outbox.SingleOrDefaultAsync(o => o.Id == order.OutboxId, ct);
        // Written only under the claim it belongs to. What a webhook settled meanwhile is settled.
        if (row?.Epoch != order.Epoch) row = null;
        if (verdict.End is SendEnd.Taken && number.SendingHeldSince is not null) await ReleaseAsync(ct);
        if (order.Kind is OutboxKind.Message) await SettleMessageAsync(row, answer, ct);
        else if (row is not null) await SettleTrifleAsync(row, answer, ct);
    }

    private async Task SettleMessageAsync(OutboxItem? row, SendAnswer answer, CancellationToken ct)
    {
        var (order, verdict) = (answer.Order, answer.Verdict);
        if (await _db.Messages.SingleOrDefaultAsync(m => m.Id == order.MessageId, ct) is not { } message) return;
        await RememberUploadAsync(answer, ct);
        if (verdict.End is SendEnd.Taken)
        {
            // Even where the claim is no longer ours it did go out: a second try that has not left yet is spared by this.
            if (message is { Wamid: null, FailedAt: null })
            {
                message.Wamid = verdict.Wamid;
                message.Advance(DeliveryStatus.Sending, now);
                await ChangedAsync(message, ct);
            }
            if (row is not null) _db.Remove(row);
            return;
        }
        if (row is null) return;
        if (IsDecided(message))
        {
            _db.Remove(row);
            return;
        }
        switch (verdict.End)
        {
            case SendEnd.Later or SendEnd.PauseNumber:
                (row.State, row.DueAt) = (OutboxState.Queued, now + verdict.Wait);
                break;
            case SendEnd.HoldNumber:
                await HoldAsync(row, verdict.Code!, ct);
                break;
            case SendEnd.Failed:
                await FailAsync(row, message, verdict.Code!, verdict.WhatsAppCode, ct);
                break;
            case SendEnd.Unknown:
                row.State = OutboxState.Unknown;
                if (message.Advance(DeliveryStatus.Unknown, now)) await ChangedAsync(message, ct);
                break;
        }
    }

    /// <summary>Reactions and read receipts may be repeated without harm, and given up without much.</summary>
    private async Task SettleTrifleAsync(OutboxItem row, SendAnswer answer, CancellationToken ct)
    {
        var verdict = answer.Verdict;
        switch (verdict.End)
        {
            case SendEnd.HoldNumber:
                await HoldAsync(row, verdict.Code!, ct);
                break;
            case SendEnd.Later or SendEnd.PauseNumber or SendEnd.Unknown when row.Attempts < MostTriesOfTrifles:
                (row.State, row.DueAt) = (OutboxState.Queued, now + (verdict.Wait > TimeSpan.Zero ? verdict.Wait : BackOff.After(row.Attempts, ProbeEvery)));
                break;
            default:
                _db.Remove(row);
                if (verdict.End is not SendEnd.Taken && row.Kind is OutboxKind.Reaction) await TakeReactionBackAsync(row, ct);
                break;
        }
    }

    /// <summary>The customer never saw it: neither should the screen.</summary>
    private async Task TakeReactionBackAsync(OutboxItem row, CancellationToken ct)
    {
        if (await _db.MessageReactions.SingleOrDefaultAsync(r => r.MessageId == row.MessageId && r.IsOurs, ct) is not { } reaction) return;
        (reaction.Emoji, reaction.At) = ("", now);
        var contact = await _db.Conversations.Where(c => c.Id == row.ConversationId).Select(c => c.ContactId).SingleAsync(ct);
        open.Feed.MessageChanged(row.TenantId, row.MessageId, contact);
    }

    private async Task RememberUploadAsync(SendAnswer answer, CancellationToken ct)
    {
        if (answer is { Uploaded: null, ForgetUpload: false }) return;
        if (await _db.MessageMedia.SingleOrDefaultAsync(m => m.MessageId == answer.Order.MessageId, ct) is not { } media) return;
        media.WhatsAppMediaId = answer.Uploaded;
        media.UploadedAt = answer.Uploaded is null ? null : now;
    }

    private async Task FailAsync(OutboxItem row, Message message, string code, int? whatsAppCode, CancellationToken ct)
    {
        _db.Remove(row);
        if (!message.Fail(code, whatsAppCode, now)) return;
        SendMetrics.Failed(code);
        var lines = await _db.UsageEntries.AsNoTracking().Where(e => e.MessageId == message.Id && e.ChargeType == ChargeType.Send).ToListAsync(ct);
        if (LedgerSteps.Reverse(lines, now, now) is { } reversal) _db.Add(reversal);
        await ChangedAsync(message, ct);
    }

    private async Task HoldAsync(OutboxItem row, string code, CancellationToken ct)
    {
        (row.State, row.DueAt) = (OutboxState.OnHold, now + ProbeEvery);
        if (number.HoldSending(code, now)) open.Feed.NumberChanged(number.TenantId, number.Id);
        await SetAsideAsync(ct);
        // One at a time tries whether the number is mended.
        await SendQueue.OnHold(_db, number.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.DueAt, now + ProbeEvery), ct);
    }

    private Task<int> SetAsideAsync(CancellationToken ct) => _db.Outbox
        .Where(o => o.NumberId == number.Id && o.State == OutboxState.Queued)
        .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OutboxState.OnHold).SetProperty(o => o.DueAt, now + ProbeEvery), ct);

    private async Task ReleaseAsync(CancellationToken ct)
    {
        number.ReleaseSending();
        open.Feed.NumberChanged(number.TenantId, number.Id);
        await TakeUpAsync(ct);
    }

    private Task<int> TakeUpAsync(CancellationToken ct) => SendQueue.OnHold(_db, number.Id)
        .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OutboxState.Queued).SetProperty(o => o.DueAt, now), ct);

    /// <summary>The message's list entry shows how far the last message has come, so that changes with it.</summary>
    private async Task ChangedAsync(Message message, CancellationToken ct)
    {
        var conversation = await _db.Conversations.AsNoTracking().Where(c => c.Id == message.ConversationId)
            .Select(c => new { c.ContactId, c.LastMessageId }).SingleAsync(ct);
        open.Feed.MessageChanged(message.TenantId, message.Id, conversation.ContactId);
        if (conversation.LastMessageId == message.Id && message.ChatId is { } chat) open.Feed.ChatChanged(message.TenantId, chat, conversation.ContactId);
    }

    /// <summary>WhatsApp, or an earlier answer, has said what became of it.</summary>
    private static bool IsDecided(Message message) =>
        message.Wamid is not null || message.Delivery >= DeliveryStatus.Sent || message.FailedAt is not null;

    // What is taken over

    /// <summary>What the number's last owner had handed over without writing an answer: nobody knows. What may be repeated, is.</summary>
    /// <param name="underway">Our own, from before the lease was lost for a while.</param>
    public async Task AdoptAsync(IReadOnlyCollection<Guid> underway, CancellationToken ct)
    {
        var left = await _db.Outbox.Where(o => o.NumberId == number.Id && o.State == OutboxState.Sending).OrderBy(o => o.Id).ToListAsync(ct);
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

    // What goes next

    /// <param name="room">At most so many.</param>
    /// <param name="isIdle">Nothing is underway: a held number may be tried.</param>
    public async Task<Claims> ClaimAsync(int room, RecipientPaces paces, bool isIdle, CancellationToken ct)
    {
        if (room <= 0) return Claims.None;
        await _db.SaveChangesAsync(ct); // what was settled makes room, or does not
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

    /// <summary>False where the installation's key is another one than the token was protected with.</summary>
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

    /// <summary>Null: it does not go out, and has been dealt with.</summary>
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
                ? number.Status is NumberStatus.Active && !tenant.IsSuspended
                : order is { To: not null, Emoji: not null } && SendRules.Check(tenant, number, conversation, now) is null;
            if (isPossible && order.Wamid is not null) return order;
            _db.Remove(row);
            if (row.Kind is OutboxKind.Reaction) await TakeReactionBackAsync(row, ct);
            return null;
        }

        if (SendRules.Check(tenant, number, conversation, now) is { } refusal) return await NoAsync(SendRules.FailureCode(refusal));
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
