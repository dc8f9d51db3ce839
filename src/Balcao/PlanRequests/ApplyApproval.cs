using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform.Storage;

namespace Balcao.PlanRequests;

/// <summary>
/// What an approval changes in the contract. It is written at once and dated, so that nothing has to run on the first of the month.
/// The unit of work may access the tenant's rows.
/// </summary>
internal static class ApplyApproval
{
    /// <summary>The current month in the contract's time zone; null: the number has no contract.</summary>
    public static Task<Month?> CurrentMonthAsync(BalcaoDb db, ChannelId number, DateTimeOffset now, CancellationToken ct) =>
        ContractChanges.CurrentMonthAsync(db, number, now, ct);

    /// <param name="plan">The plan that is wished; null for a cancellation.</param>
    public static Task ApplyAsync(BalcaoDb db, PlanRequest request, Plan? plan, Month from, CancellationToken ct) => (request, plan) switch
    {
        ({ Kind: PlanRequestKind.PlanChange, NumberId: { } number }, { } wished) => ContractChanges.SetPlanAsync(db, request.TenantId, number, wished, from, ct),
        ({ Kind: PlanRequestKind.Cancellation, NumberId: { } number }, _) => ContractChanges.CancelAsync(db, number, from, ct),
        // Its contract begins when the number is released.
        _ => Task.CompletedTask,
    };
}
