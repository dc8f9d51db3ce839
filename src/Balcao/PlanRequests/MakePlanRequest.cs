using Balcao.Agents;
using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.PlanRequests;

public static class MakePlanRequest
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/plan-requests", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(MakePlanRequest)).WithSummary("Ask for a contract, another plan or a cancellation").WithTags("Plan requests")
        .WithDescription("A new contract names a plan and the number that is wished, a change of plan a number and a plan, a cancellation a number. Changes of plan and cancellations take effect in a later month; a new contract may begin in the current one.")
        .Refuses(PlanRequestContent.Refusals)
        .WithExample(new CreatePlanRequest
        {
            Kind = PlanRequestKind.PlanChange, NumberId = ChannelId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000001")),
            PlanId = PlanId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000002")), WishedMonth = "2026-12", Text = "Nosso movimento dobrou neste ano.",
        });

    static async Task<Results<Created<PlanRequestItem>, ProblemHttpResult>> Handle(
        CreatePlanRequest request, CurrentAgent administrator, BalcaoDb db, UnitOfWork work, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        var (tenant, now) = (administrator.TenantId, time.GetUtcNow());
        if (PlanRequestContent.Check(request) is { } wrong) return wrong.ToProblem();
        if (await PlanRequestContent.CheckAsync(db, tenant, request, now, ct) is { } refusal) return refusal.ToProblem();
        Plan? plan = null;
        if (request.PlanId is { } wished)
        {
            // Plans belong to the installation, and a tenant's scope does not reach its rows.
            await work.AllowAsync(TenantScope.Everyone, ct);
            plan = await PlanRequestContent.FindOfferedAsync(db, wished, ct);
            await work.AllowAsync(TenantScope.Of(tenant), ct);
            if (plan is null) return PlanRequestRefusals.PlanNotOffered.ToProblem();
        }

        var made = new PlanRequest
        {
            TenantId = tenant, Id = PlanRequestId.New(now), Kind = request.Kind, NumberId = request.NumberId, PlanId = plan?.Id, PlanName = plan?.Terms.Name,
            WishedNumber = request.WishedNumber?.Trim(), WishedMonth = Month.TryParse(request.WishedMonth, out var month) ? month : null,
            RequestedBy = administrator.Id, RequestedAt = now,
        };
        db.Add(made);
        var text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim();
        if (text is not null)
        {
            var author = await db.Agents.Where(a => a.Id == administrator.Id).Select(a => a.Name).SingleAsync(ct);
            if (made.Write(db, RequestMessage.By(author, isOperator: false, made, text, now)) is { } unwritten) return unwritten.ToProblem();
        }
        await AuditedPlanRequest.CreatedAsync(db, feed, audit, made, text, ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created((string?)null, (await PlanRequestItems.LoadAsync(db, [made], forOperators: false, ct))[0]);
    }
}
