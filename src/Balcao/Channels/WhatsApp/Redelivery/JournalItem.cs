using Balcao.Channels.WhatsApp.Inbound;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.WhatsApp.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Redelivery;

/// <summary>An update of the journal that is processed again: its entry changes in the transaction that applies it.</summary>
internal sealed class JournalItem(JournalEntry entry) : InboundItem(WebhookParser.ParseStored(entry.Json), entry.ReceivedAt)
{
    // A message for a number that nobody had waited for the number; one that failed had arrived.
    public override MessageTiming TimingOf(DateTimeOffset writtenAt, DateTimeOffset now) => entry.Outcome is JournalOutcome.UnknownNumber
        ? MessageTiming.AfterWaiting(now)
        : MessageTiming.Of(writtenAt, entry.ReceivedAt) with { IsLive = false };

    public override void Decided(InboundWorld world, JournalOutcome outcome, TenantId? tenant) => world.ChangeEntry(entry, outcome, tenant);

    public override async Task<bool> SetAsideAsync(BalcaoDb db, string reason, TenantId? tenant, DateTimeOffset now, CancellationToken ct)
    {
        await db.Journal.Where(e => e.Id == entry.Id).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.Outcome, JournalOutcome.SetAside).SetProperty(e => e.Error, reason), ct);
        return false;
    }
}
