using Balcao.Channels.WhatsApp.Inbound;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.WhatsApp.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Redelivery;

/// <summary>
/// An update that was held for a number without a group. When it is delivered its held row is deleted. The journal has it
/// already.
/// </summary>
/// <param name="linkedAt">When a group was linked, which ended the wait.</param>
internal sealed class HeldItem(HeldUpdate held, DateTimeOffset linkedAt) : InboundItem(WebhookParser.ParseStored(held.Json), held.ReceivedAt)
{
    public override MessageTiming TimingOf(DateTimeOffset writtenAt, DateTimeOffset now) => MessageTiming.AfterWaiting(linkedAt);

    public override void Decided(InboundWorld world, JournalOutcome outcome, TenantId? tenant)
    {
        world.Remove(held);
        // Screens show how many are left.
        world.Feed.NumberChanged(held.TenantId, held.ChannelId);
    }

    public override async Task<bool> SetAsideAsync(BalcaoDb db, string reason, TenantId? tenant, DateTimeOffset now, CancellationToken ct)
    {
        await db.HeldUpdates.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(h => h.Id == held.Id).ExecuteDeleteAsync(ct);
        return await base.SetAsideAsync(db, reason, tenant, now, ct);
    }
}
