using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>
/// Writes WhatsApp's answer: accepted, refused, to be retried, or a reason to stop sending until somebody corrects the
/// number's setup.
/// </summary>
internal sealed partial class SendTurn
{
    /// <summary>How often a held number is tested with one message: after a correction at Meta the hold ends by itself.</summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMinutes(10);

    /// <summary>A reaction or a receipt is given up after this many tries.</summary>
    private const int MostTriesOfTrifles = 6;

    public async Task SettleAsync(SendAnswer answer, CancellationToken ct)
    {
        var (order, verdict) = (answer.Order, answer.Verdict);
        var row = await _db.Outbox.SingleOrDefaultAsync(o => o.Id == order.OutboxId, ct);
        // Written only if the claim is still the row's. If a webhook has settled the row in the meantime, it stays settled.
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
            // The message was sent even if the claim is no longer ours: this prevents a second try that has not been sent yet.
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

    /// <summary>Reactions and read receipts may be repeated without harm, and are given up after a few tries.</summary>
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

    /// <summary>The customer did not receive the reaction, so the screen must not show it.</summary>
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
        var lines = await _db.UsageEntries.AsNoTracking().Where(e => e.MessageId == message.Id).ToListAsync(ct);
        if (contract.Facts.Reverse(lines, now, now) is { } reversal) _db.Add(reversal);
        await ChangedAsync(message, ct);
    }

    private async Task HoldAsync(OutboxItem row, string code, CancellationToken ct)
    {
        (row.State, row.DueAt) = (OutboxState.OnHold, now + ProbeEvery);
        if (number.HoldSending(code, now)) open.Feed.NumberChanged(number.TenantId, number.Id);
        await SetAsideAsync(ct);
        // Only one row at a time tests whether the number can send again.
        await SendQueue.OnHold(_db, number.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.DueAt, now + ProbeEvery), ct);
    }

    private Task<int> SetAsideAsync(CancellationToken ct) => _db.Outbox
        .Where(o => o.ChannelId == number.Id && o.State == OutboxState.Queued)
        .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OutboxState.OnHold).SetProperty(o => o.DueAt, now + ProbeEvery), ct);

    private async Task ReleaseAsync(CancellationToken ct)
    {
        number.ReleaseSending();
        open.Feed.NumberChanged(number.TenantId, number.Id);
        await TakeUpAsync(ct);
    }

    private Task<int> TakeUpAsync(CancellationToken ct) => SendQueue.OnHold(_db, number.Id)
        .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OutboxState.Queued).SetProperty(o => o.DueAt, now), ct);
}
