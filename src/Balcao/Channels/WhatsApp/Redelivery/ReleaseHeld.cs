using Balcao.Channels.WhatsApp.Inbound;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Redelivery;

/// <summary>Delivers the updates held for a number that now has a group: through the lanes, in the order of their timestamps.</summary>
internal sealed class ReleaseHeld(UnitsOfWork units, InboundLanes lanes, TimeProvider time) : IJobHandler
{
    private const int Slice = 500;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longer than a batch takes: when the group was linked, a running batch may not have seen it and may still hold
    /// updates.
    /// </summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    public string Kind => JobKinds.ReleaseHeld;

    public async Task<JobOutcome> HandleAsync(Job job, CancellationToken ct)
    {
        var (number, linkedAt) = (new ChannelId(job.SubjectId), Uuid7.InstantOf(job.Id));
        while (true)
        {
            var held = await units.ReadAsync(TenantScope.Of(job.TenantId), open => open.Db.HeldUpdates.AsNoTracking()
                .Where(h => h.ChannelId == number).OrderBy(h => h.At).ThenBy(h => h.Id).Take(Slice).ToListAsync(ct), ct);
            if (held.Count == 0)
                return job.Attempts > 1 ? JobOutcome.Done : JobOutcome.Retry(time.GetUtcNow() + LookAgainAfter, "Looks once more for what was on its way.");

            var items = held.ConvertAll(h => new HeldItem(h, linkedAt));
            foreach (var item in items) await lanes.EnterAsync(item, ct);
            var delivered = await Task.WhenAll(items.Select(item => item.Done.Task)).WaitAsync(ct);
            if (!delivered.All(done => done)) return JobOutcome.Retry(time.GetUtcNow() + RetryAfter, "Not all held updates could be stored.");
        }
    }
}
