using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

public static class GetInstallation
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/installation", Handle).AllowAnonymous()
        .WithName(nameof(GetInstallation)).WithSummary("Whether the first run is still to be done").WithTags("Installation");

    static async Task<Ok<InstallationState>> Handle(BalcaoDb db, UnitOfWork work, Settings settings, CancellationToken ct)
    {
        await work.AllowAsync(TenantScope.Everyone, ct);
        return TypedResults.Ok(new InstallationState(
            !await db.Persons.AnyAsync(ct), [.. settings.DemoHints], settings.PhonesUrl.Length > 0 ? settings.PhonesUrl : null));
    }
}
