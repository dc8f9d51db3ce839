using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Plans;

/// <summary>An operator suspends or resumes a contract, or sets its cap; both take effect at once (rules P5 and C9).</summary>
public static class ChangeContract
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/back-office/numbers/{id}/contract", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ChangeContract)).WithSummary("Suspend or resume a contract, and set its cap").WithTags("Back office")
        .WithDescription("While it is suspended, and once the credits of a month reach the cap, messages arrive and are shown, and sends are refused.")
        .Refuses(InputRefusals.NotFound, PlanRefusals.FigureInvalid("cap", 1_000_000_000, 3), InputRefusals.ChangedMeanwhile)
        .WithExample(new ChangeContractRequest { IsSuspended = false, Cap = 20_000, Version = 2 });

    static async Task<Results<Ok<ContractView>, ProblemHttpResult>> Handle(
        ChannelId id, ChangeContractRequest request, BalcaoDb db, UnitOfWork work, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (request.Cap is { } cap && PlanContent.CheckCredits("cap", cap) is { } invalid) return invalid.ToProblem();
        return await ContractChange.MakeAsync(id, db, work, feed, audit, time.GetUtcNow(), async (contract, _) =>
        {
            if (contract.Version != request.Version) return InputRefusals.ChangedMeanwhile;
            (contract.IsSuspended, contract.Cap) = (request.IsSuspended, request.Cap is { } most ? Credits.Of(most) : null);
            await db.Channels.Where(c => c.Id == id).FactsChangedAsync(ct);
            return null;
        }, ct);
    }
}
