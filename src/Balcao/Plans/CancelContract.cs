using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Plans;

/// <summary>An operator ends a contract on a 1st that is still to come, or takes such an end back.</summary>
public static class CancelContract
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/back-office/numbers/{id}/contract/cancellation", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(CancelContract)).WithSummary("End a contract on the first of a month").WithTags("Back office")
        .WithDescription("From then on nothing is sent; messages arrive, are shown and cost nothing. Without a month an end that has not come is taken back.")
        .Refuses(InputRefusals.NotFound, PlanRefusals.MonthInvalid("fromMonth"), PlanRefusals.MonthNotToCome("fromMonth"), PlanRefusals.ContractCancelled)
        .WithExample(new CancelContractRequest { FromMonth = "2027-01" });

    static async Task<Results<Ok<ContractView>, ProblemHttpResult>> Handle(
        ChannelId id, CancelContractRequest request, BalcaoDb db, UnitOfWork work, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        Month? from = null;
        if (request.FromMonth is not null)
        {
            if (!Month.TryParse(request.FromMonth, out var month)) return PlanRefusals.MonthInvalid("fromMonth").ToProblem();
            from = month;
        }
        var now = time.GetUtcNow();
        return await ContractChange.MakeAsync(id, db, work, feed, audit, now, async (_, facts) =>
        {
            var current = facts.MonthOf(now);
            if (facts.IsCancelledIn(current)) return PlanRefusals.ContractCancelled;
            if (from <= current) return PlanRefusals.MonthNotToCome("fromMonth");
            await ContractChanges.CancelAsync(db, id, from, ct);
            return null;
        }, ct);
    }
}
