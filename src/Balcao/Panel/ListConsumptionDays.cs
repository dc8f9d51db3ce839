using Balcao.Agents;
using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Panel;

/// <summary>The days of a month, for the daily chart (rule W5).</summary>
public static class ListConsumptionDays
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/numbers/{id}/consumption/days", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(ListConsumptionDays)).WithSummary("List what a number used on each day of a month").WithTags("Numbers")
        .WithDescription("Days without charges are left out. `month` is written 2026-11; without it the current month.")
        .Refuses(InputRefusals.NotFound, PlanRefusals.MonthInvalid("month"), PlanRefusals.MonthWithoutContract);

    static async Task<Results<Ok<Page<DayConsumption>>, ProblemHttpResult>> Handle(
        ChannelId id, string? month, CurrentAgent agent, BalcaoDb db, TimeProvider time, CancellationToken ct)
    {
        var (shown, refusal) = await PanelMonth.LoadAsync(db, id, month, time.GetUtcNow(), ct);
        if (shown is null) return refusal!.ToProblem();
        return TypedResults.Ok(new Page<DayConsumption>(await LoadAsync(db, id, shown.Month, ct), null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }

    internal static async Task<IReadOnlyList<DayConsumption>> LoadAsync(BalcaoDb db, ChannelId id, Month month, CancellationToken ct)
    {
        var (first, last) = (month.FirstDayNumber, month.LastDayNumber);
        var totals = await db.DayTotals.AsNoTracking().Where(t => t.ChannelId == id && t.Day >= first && t.Day <= last).ToListAsync(ct);
        return
        [
            .. from total in totals
               group total by total.Day into day
               orderby day.Key
               select new DayConsumption(new DateOnly(day.Key / 10_000, day.Key / 100 % 100, day.Key % 100),
               [
                   .. from total in day
                      let type = Enum.Parse<ChargeType>(total.Name)
                      orderby type
                      select new DayCharge(type, total.Count, new Credits(total.Amount).ToDecimal()),
               ]),
        ];
    }
}
