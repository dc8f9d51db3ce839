using Balcao.Agents;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ServiceHours;

public static class GetServiceHours
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/numbers/{id}/hours", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(GetServiceHours)).WithSummary("The service hours of a number, and whether it is open now").WithTags("Numbers")
        .WithDescription("A number without hours is always open.")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<Ok<ServiceHoursView>, ProblemHttpResult>> Handle(
        ChannelId id, CurrentAgent agent, BalcaoDb db, TimeProvider time, CancellationToken ct) =>
        await ViewAsync(db, agent.TenantId, id, time.GetUtcNow(), ct) is { } view ? TypedResults.Ok(view) : InputRefusals.NotFound.ToProblem();

    /// <summary>Null if the tenant has no such number.</summary>
    internal static async Task<ServiceHoursView?> ViewAsync(BalcaoDb db, TenantId tenant, ChannelId id, DateTimeOffset now, CancellationToken ct)
    {
        if (!await db.Numbers.AnyAsync(n => n.Id == id, ct)) return null;
        var hours = (await HoursOfChannels.LoadAsync(db, [id], ct)).GetValueOrDefault(id) ?? new ServiceHoursDocument
        {
            Version = 0, TimeZone = await db.Tenants.Where(t => t.Id == tenant).Select(t => t.TimeZone).SingleAsync(ct), IsAlwaysOpen = true,
        };
        return new ServiceHoursView(hours, new Hours(hours).StateAt(now));
    }
}
