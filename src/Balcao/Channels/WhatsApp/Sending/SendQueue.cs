using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>A number's outbox, asked in the order in which things leave. All of it is in rows: a new owner knows what the old one knew.</summary>
internal static class SendQueue
{
    /// <summary>How long a recipient's later messages wait for one whose outcome is unknown.</summary>
    public static readonly TimeSpan UnknownHoldsUp = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The first of each recipient, if it is due: order is kept per conversation, and one recipient's trouble is nobody
    /// else's. Read receipts neither wait for anything nor hold anything up.
    /// </summary>
    public static IQueryable<OutboxItem> Ready(BalcaoDb db, ChannelId number, DateTimeOffset now)
    {
        var rows = db.Outbox;
        var unknownSince = now - UnknownHoldsUp;
        return rows
            .Where(o => o.ChannelId == number && o.State == OutboxState.Queued && o.DueAt <= now
                && (o.Kind == OutboxKind.ReadReceipt || !rows.Any(e =>
                    e.ConversationId == o.ConversationId && e.Kind != OutboxKind.ReadReceipt && e.Id < o.Id
                    && (e.State != OutboxState.Unknown || e.HandedOverAt > unknownSince))))
            .OrderBy(o => o.Id);
    }

    /// <summary>What waits for the number to be mended; the first one due tries whether it is.</summary>
    public static IQueryable<OutboxItem> OnHold(BalcaoDb db, ChannelId number) =>
        db.Outbox.Where(o => o.ChannelId == number && o.State == OutboxState.OnHold);

    public static async Task<bool> HasWorkAsync(BalcaoDb db, ChannelId number, DateTimeOffset now, CancellationToken ct)
    {
        if (await Ready(db, number, now).AnyAsync(ct)) return true;
        var probeAt = await OnHold(db, number).MinAsync(o => (DateTimeOffset?)o.DueAt, ct);
        return probeAt is { } due && (due <= now || !await db.Set<Numbers.Number>().AnyAsync(n => n.Id == number && n.SendingHeldSince != null, ct));
    }

    /// <summary>When the next row comes due by itself; null: none.</summary>
    public static async Task<DateTimeOffset?> NextDueAsync(BalcaoDb db, ChannelId number, DateTimeOffset now, CancellationToken ct)
    {
        var due = await db.Outbox
            .Where(o => o.ChannelId == number && (o.State == OutboxState.OnHold || (o.State == OutboxState.Queued && o.DueAt > now)))
            .MinAsync(o => (DateTimeOffset?)o.DueAt, ct);
        var unknownSince = now - UnknownHoldsUp;
        var lost = await db.Outbox
            .Where(o => o.ChannelId == number && o.State == OutboxState.Unknown && o.HandedOverAt > unknownSince)
            .MinAsync(o => o.HandedOverAt, ct);
        return lost is { } at && !(due < at + UnknownHoldsUp) ? at + UnknownHoldsUp : due;
    }
}
