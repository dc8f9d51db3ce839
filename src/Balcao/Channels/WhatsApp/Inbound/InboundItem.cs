using System.Diagnostics;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// One update on its way through a lane. This class is for updates that have just come from WhatsApp; items of updates that
/// are processed again derive from it and decide what happens to their stored row.
/// </summary>
internal class InboundItem(WebhookUpdate update, DateTimeOffset receivedAt)
{
    public WebhookUpdate Update { get; } = WithinLimits.Of(update, receivedAt);

    public DateTimeOffset ReceivedAt => receivedAt;

    /// <summary>By which the update's message is decided.</summary>
    /// <param name="writtenAt">WhatsApp's timestamp of the message.</param>
    /// <param name="now">The server's clock.</param>
    public virtual MessageTiming TimingOf(DateTimeOffset writtenAt, DateTimeOffset now) => MessageTiming.Of(writtenAt, receivedAt);

    /// <summary>True: stored, or set aside. False: not stored; WhatsApp must repeat it.</summary>
    public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long EnteredAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>Called when the update is decided: adds the journal entry, in the transaction of what the update causes.</summary>
    /// <param name="world">Receives the rows.</param>
    /// <param name="outcome">The result of the update.</param>
    /// <param name="tenant">The update's tenant; null if it has none, or several.</param>
    public virtual void Decided(InboundWorld world, JournalOutcome outcome, TenantId? tenant)
    {
        if (outcome is not JournalOutcome.Repeated) world.Add(NewEntry(outcome, tenant, world.Now));
    }

    /// <summary>The update failed even by itself: keeps it with the reason, in a transaction of its own.</summary>
    /// <returns>Whether it counts as stored.</returns>
    public virtual Task<bool> SetAsideAsync(BalcaoDb db, string reason, TenantId? tenant, DateTimeOffset now, CancellationToken ct)
    {
        var entry = NewEntry(JournalOutcome.SetAside, tenant, now);
        entry.Error = reason;
        db.Add(entry);
        return Task.FromResult(true);
    }

    private JournalEntry NewEntry(JournalOutcome outcome, TenantId? tenant, DateTimeOffset now) => new()
    {
        Id = Uuid7.New(now), TenantId = tenant, ReceivedAt = receivedAt,
        PhoneNumberId = Update.PhoneNumberId is { Length: <= 64 } id ? id : null, Json = Update.RawJson, Outcome = outcome,
    };
}
