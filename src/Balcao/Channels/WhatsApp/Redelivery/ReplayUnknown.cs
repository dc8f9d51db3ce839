using Balcao.Channels.WhatsApp.Inbound;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Redelivery;

/// <summary>
/// Delivers the updates that came for a number before a tenant had it: through the lanes, in the order of arrival. The
/// journal entry changes in the transaction that applies its update, so that each update is delivered once, even if this
/// job is interrupted.
/// </summary>
internal sealed class ReplayUnknown(UnitsOfWork units, InboundLanes lanes, TimeProvider time) : IJobHandler
{
    private const int Slice = 500;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longer than a batch takes: when the number was released, a running batch may not have seen it and may still
    /// journal updates as unknown.
    /// </summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    public string Kind => JobKinds.ReplayUnknown;

    public async Task<JobOutcome> HandleAsync(Job job, CancellationToken ct)
    {
        var id = new ChannelId(job.SubjectId);
        var phoneNumberId = await units.ReadAsync(TenantScope.Of(job.TenantId), open => open.Db.Numbers
            .Where(n => n.Id == id).Select(n => n.PhoneNumberId).SingleOrDefaultAsync(ct), ct);
        if (phoneNumberId is null) return JobOutcome.Done;
        while (true)
        {
            var entries = await units.ReadAsync(TenantScope.Everyone, open => open.Db.Journal.AsNoTracking()
                .Where(e => e.Outcome == JournalOutcome.UnknownNumber && e.PhoneNumberId == phoneNumberId)
                .OrderBy(e => e.ReceivedAt).ThenBy(e => e.Id).Take(Slice).ToListAsync(ct), ct);
            if (entries.Count == 0)
                return job.Attempts > 1 ? JobOutcome.Done : JobOutcome.Retry(time.GetUtcNow() + LookAgainAfter, "Looks once more for what was on its way.");

            var items = entries.ConvertAll(e => new JournalItem(e));
            foreach (var item in items) await lanes.EnterAsync(item, ct);
            await Task.WhenAll(items.Select(item => item.Done.Task)).WaitAsync(ct);
            // An update that failed by itself is set aside now and not retried; updates that could not be stored are.
            var ids = entries.ConvertAll(e => e.Id);
            if (await units.ReadAsync(TenantScope.Everyone, open => open.Db.Journal
                .AnyAsync(e => ids.Contains(e.Id) && e.Outcome == JournalOutcome.UnknownNumber, ct), ct))
                return JobOutcome.Retry(time.GetUtcNow() + RetryAfter, "Not all updates could be stored.");
        }
    }
}
