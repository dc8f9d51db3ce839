using Balcao.Agents;
using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Panel;

/// <summary>Beside the credits, what Meta charges for the same messages (rules C10 and W6).</summary>
public static class GetMetaCost
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/numbers/{id}/meta-cost", Handle).RequireAuthorization(Permission.Read)
        .WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(GetMetaCost)).WithSummary("Get what Meta charges for a number's messages of a month").WithTags("Numbers")
        .WithDescription("By the price in WhatsApp's statuses and the rate card that operators keep. `month` is written 2026-11; without it the current month of the contract's time zone.")
        .Refuses(InputRefusals.NotFound, PlanRefusals.MonthInvalid("month"), PlanRefusals.MonthWithoutContract);

    static async Task<Results<Ok<MetaCostView>, ProblemHttpResult>> Handle(
        ChannelId id, string? month, CurrentAgent agent, UnitsOfWork units, TimeProvider time, CancellationToken ct)
    {
        // The card belongs to the installation, and a tenant's scope does not reach its rows.
        var card = await units.ReadAsync(TenantScope.Everyone, open => RateCard.LoadAsync(open.Db, ct), ct);
        var (cost, refusal) = await units.ReadAsync(TenantScope.Of(agent.TenantId), async open =>
        {
            var (shown, refused) = await PanelMonth.LoadAsync(open.Db, id, month, time.GetUtcNow(), ct);
            return shown is null ? (null, refused) : (await MetaCostReading.LoadAsync(open.Db, agent.TenantId, id, shown.Contract, shown.Month, card, ct), (Refusal?)null);
        }, ct);
        return cost is null ? refusal!.ToProblem() : TypedResults.Ok(cost);
    }
}
