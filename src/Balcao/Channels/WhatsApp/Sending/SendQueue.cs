using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>
/// Queries of a number's outbox, in the order of sending. All of its state is in rows, so that a new owner knows as much
/// as the old one.
/// </summary>
internal static class SendQueue
{
    /// <summary>How long a recipient's later messages wait for one whose outcome is unknown.</summary>
    public static readonly TimeSpan UnknownHoldsUp = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The first row of each recipient, if it is due: the order is kept per conversation, and one recipient's problem does not
    /// delay others. Read receipts neither wait for other rows nor delay them.
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

    /// <summary>Rows that wait until the number can send again; the first one due is sent as a test.</summary>
    public static IQueryable<OutboxItem> OnHold(BalcaoDb db, ChannelId number) =>
        db.Outbox.Where(o => o.ChannelId == number && o.State == OutboxState.OnHold);

    public static async Task<bool> HasWorkAsync(BalcaoDb db, ChannelId number, DateTimeOffset now, CancellationToken ct)
    {
        if (await Ready(db, number, now).AnyAsync(ct)) return true;
        var probeAt = await OnHold(db, number).MinAsync(o => (DateTimeOffset?)o.DueAt, ct);
        return probeAt is { } due && (due <= now || !await db.Set<Numbers.Number>().AnyAsync(n => n.Id == number && n.SendingHeldSince != null, ct));
    }

    /// <summary>When the next row becomes due by itself; null if none does.</summary>
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
