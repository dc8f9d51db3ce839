using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>Deletes the rows of sign-ins that are too old to be alive; what happened is kept as security events.</summary>
internal sealed class SignInRetention(UnitsOfWork units, TimeProvider time) : IPeriodicTask
{
    public Task RunAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow() - PersonSignIn.Longest;
        return units.WriteAsync(TenantScope.Everyone, open => open.Db.SignIns
            .IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(s => s.CreatedAt <= before).ExecuteDeleteAsync(ct), ct);
    }
}
