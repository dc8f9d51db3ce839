using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Templates;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Panel;

/// <summary>The panel of a number for a month (rules W1 to W4); agents read all of it.</summary>
public static class GetNumberPanel
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/numbers/{id}/panel", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(GetNumberPanel)).WithSummary("Get a number's plan, contract and consumption of a month").WithTags("Numbers")
        .WithDescription("`month` is written 2026-11; without it the current month of the contract's time zone. A month that is over is frozen.")
        .Refuses(InputRefusals.NotFound, PlanRefusals.MonthInvalid("month"), PlanRefusals.MonthWithoutContract);

    static async Task<Results<Ok<NumberPanel>, ProblemHttpResult>> Handle(
        ChannelId id, string? month, CurrentAgent agent, BalcaoDb db, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if ((await NumberItems.LoadAsync(db, [id], now, ct)) is not [var number]) return InputRefusals.NotFound.ToProblem();
        var (shown, refusal) = await PanelMonth.LoadAsync(db, id, month, now, ct);
        if (shown is null) return refusal!.ToProblem();
        var contract = shown.Contract;
        var (terms, consumption) = await MonthReading.LoadAsync(db, id, contract, shown.Month, now, ct);
        var current = contract.MonthOf(now);
        var next = contract.Terms.FirstOrDefault(t => t.From > current);
        return TypedResults.Ok(new NumberPanel
        {
            Number = number, Status = contract.StatusIn(current), TimeZone = contract.TimeZone, StartsOn = shown.StartsOn,
            CancelledFrom = contract.CancelledFrom?.ToString(), Month = shown.Month.ToString(), Months = shown.Months, Plan = terms,
            NextPlan = next is null ? null : new ContractPlan(next.From.ToString(), null, next.Terms),
            Consumption = consumption,
            ApprovedTemplates = await db.Templates.Where(t => t.WabaId == number.WabaId && t.Status == TemplateStatus.Approved).CountAsync(ct),
            OptInUrl = OptInLink.Of(number.Display),
            FeedNumber = await db.NewestFeedNumberAsync(agent.TenantId, ct),
        });
    }
}
