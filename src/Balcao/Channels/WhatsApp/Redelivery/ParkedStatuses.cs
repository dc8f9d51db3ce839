using Balcao.Channels.WhatsApp.Inbound;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.WhatsApp.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Redelivery;

/// <summary>
/// Processes parked statuses again. A status may arrive before our own send has stored WhatsApp's id of the message; it is parked
/// until the message is known. If it never is, another program sent the message, and retention deletes the status.
/// </summary>
internal sealed class ParkedStatuses(UnitsOfWork units, InboundLanes lanes, TimeProvider time) : IPeriodicTask
{
    private const int Slice = 500;

    private static readonly TimeSpan WorthAsking = TimeSpan.FromMinutes(30);

    public async Task RunAsync(CancellationToken ct)
    {
        var since = time.GetUtcNow() - WorthAsking;
        var found = await units.ReadAsync(TenantScope.Everyone, open =>
        {
            var parked = open.Db.ParkedStatuses.IgnoreQueryFilters([BalcaoDb.TenantFilter]);
            var messages = open.Db.Messages.IgnoreQueryFilters([BalcaoDb.TenantFilter]);
            return parked.AsNoTracking().Where(p => p.ReceivedAt >= since
                    && messages.Any(m => m.TenantId == p.TenantId && m.ChannelId == p.ChannelId && m.Wamid == p.Wamid))
                .OrderBy(p => p.Id).Take(Slice).ToListAsync(ct);
        }, ct);
        if (found.Count == 0) return;

        var items = found.ConvertAll(p => new InboundItem(WebhookParser.ParseStored(p.Json), p.ReceivedAt));
        foreach (var item in items) await lanes.EnterAsync(item, ct);
        var stored = await Task.WhenAll(items.Select(item => item.Done.Task)).WaitAsync(ct);
        var done = found.Where((_, i) => stored[i]).Select(p => p.Id).ToArray();
        await units.WriteAsync(TenantScope.Everyone, open => open.Db.ParkedStatuses.IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(p => done.Contains(p.Id)).ExecuteDeleteAsync(ct), ct);
    }
}
