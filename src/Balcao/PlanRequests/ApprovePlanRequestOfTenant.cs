using Balcao.Agents;
using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.PlanRequests;

/// <summary>An operator approves a request from the first of a month on; the contract is changed in the same transaction.</summary>
public static class ApprovePlanRequestOfTenant
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/plan-requests/{id}/approval", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ApprovePlanRequestOfTenant)).WithSummary("Approve a request from a month on").WithTags("Back office")
        .WithDescription("A change of plan and a cancellation are written into the contract at once, dated the first of the month. The number of a new contract is released afterwards.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("effectiveMonth"), PlanRequestRefusals.MonthTooEarly("effectiveMonth", new Month(202612)),
            PlanRequestRefusals.Final, PlanRequestRefusals.PlanNotOffered, PlanRequestRefusals.NoContract, StaleSave.Example)
        .WithExample(new ApprovePlanRequest { EffectiveMonth = "2026-12", Version = 2 });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        PlanRequestId id, ApprovePlanRequest approval, BalcaoDb db, UnitOfWork work, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (!Month.TryParse(approval.EffectiveMonth, out var from)) return InputRefusals.Invalid("effectiveMonth").ToProblem();
        if (await RequestOfTenant.FindAsync(db, id, ct) is not { } request) return InputRefusals.NotFound.ToProblem();
        if (await RequestOfTenant.CheckVersionAsync(db, request, approval.Version, ct) is { } stale) return stale.ToProblem();
        var plan = request.PlanId is { } wished ? await PlanRequestContent.FindOfferedAsync(db, wished, ct) : null;
        await work.AllowAsync(TenantScope.Of(request.TenantId), ct);

        var now = time.GetUtcNow();
        if (await PlanRequestContent.CurrentMonthAsync(db, request.TenantId, request.NumberId, now, ct) is not { } current) return PlanRequestRefusals.NoContract.ToProblem();
        var before = AuditedPlanRequest.Of(request);
        if (request.Approve(from, current, now) is { } refusal) return refusal.ToProblem();
        if (request.PlanId is not null && plan is null) return PlanRequestRefusals.PlanNotOffered.ToProblem();
        await ApplyApproval.ApplyAsync(db, request, plan, from, ct);
        await before.ChangedAsync(db, feed, audit, request, null, ct);
        return TypedResults.NoContent();
    }
}
