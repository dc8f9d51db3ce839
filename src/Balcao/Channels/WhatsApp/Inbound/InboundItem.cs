using System.Diagnostics;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// One update on its way through a lane. As it is, it has just come from WhatsApp; what is delivered again derives from
/// it and says itself what becomes of its row.
/// </summary>
internal class InboundItem(WebhookUpdate update, DateTimeOffset receivedAt)
{
    public WebhookUpdate Update { get; } = WithinLimits.Of(update, receivedAt);

    public DateTimeOffset ReceivedAt => receivedAt;

    /// <summary>True: stored, or set aside. False: not stored; WhatsApp must repeat.</summary>
    public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long EnteredAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>The update was decided: what is kept of it, in the transaction of what it causes.</summary>
    /// <param name="world">Takes the rows.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="tenant">Whose it was; null: nobody's, or several tenants'.</param>
    public virtual void Decided(InboundWorld world, JournalOutcome outcome, TenantId? tenant)
    {
        if (outcome is not JournalOutcome.Repeated) world.Add(NewEntry(outcome, tenant, world.Now));
    }

    /// <summary>The update failed by itself: keeps it with the reason, in a transaction of its own.</summary>
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
