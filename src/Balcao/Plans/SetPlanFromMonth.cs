using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>An operator gives a contract a plan from the first of a month on; past months keep theirs (rule C6).</summary>
public static class SetPlanFromMonth
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/back-office/numbers/{id}/contract/plan", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(SetPlanFromMonth)).WithSummary("Give a contract a plan from a month on").WithTags("Back office")
        .WithDescription("Replaces what was planned from that month on. In the current month what was booked before keeps its price.")
        .Refuses(InputRefusals.NotFound, PlanRefusals.MonthInvalid("fromMonth"), PlanRefusals.MonthPast("fromMonth"), PlanRefusals.NotOffered)
        .WithExample(new PlanFromMonthRequest { FromMonth = "2026-12", PlanId = PlanId.Of(Guid.Parse("019cad34-8e80-7000-8000-0000000000c1")) });

    static async Task<Results<Ok<ContractView>, ProblemHttpResult>> Handle(
        ChannelId id, PlanFromMonthRequest request, BalcaoDb db, UnitOfWork work, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (!Month.TryParse(request.FromMonth, out var from)) return PlanRefusals.MonthInvalid("fromMonth").ToProblem();
        if (await db.Plans.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.PlanId, ct) is not { } plan) return InputRefusals.NotFound.About("planId").ToProblem();
        if (!plan.IsOffered) return PlanRefusals.NotOffered.ToProblem();
        var now = time.GetUtcNow();
        return await ContractChange.MakeAsync(id, db, work, feed, audit, now, async (contract, facts) =>
        {
            if (from < facts.MonthOf(now)) return PlanRefusals.MonthPast("fromMonth");
            await ContractChanges.SetPlanAsync(db, contract.TenantId, id, plan, from, ct);
            return null;
        }, ct);
    }
}
