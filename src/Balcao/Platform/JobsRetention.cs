using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform;

/// <summary>Deletes jobs that were given up long ago.</summary>
internal sealed class JobsRetention(UnitsOfWork units, TimeProvider time) : IPeriodicTask
{
    private static readonly TimeSpan KeptAfterGivingUp = TimeSpan.FromDays(30);

    public Task RunAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow() - KeptAfterGivingUp;
        return units.WriteAsync(TenantScope.Everyone, open => open.Db.Jobs.IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(j => j.GivenUpAt < before).ExecuteDeleteAsync(ct), ct);
    }
}
