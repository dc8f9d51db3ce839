using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

public static class GetContract
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/numbers/{id}/contract", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(GetContract)).WithSummary("Get the contract of a number, with its plans by month").WithTags("Back office")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<Ok<ContractView>, ProblemHttpResult>> Handle(ChannelId id, BalcaoDb db, UnitOfWork work, TimeProvider time, CancellationToken ct) =>
        await AllowAsync(db, work, id, ct) ? TypedResults.Ok(await ViewAsync(db, id, time.GetUtcNow(), ct)) : InputRefusals.NotFound.ToProblem();

    /// <summary>Gives an operator's request the scope of the number's tenant; false if there is no such contract.</summary>
    internal static async Task<bool> AllowAsync(BalcaoDb db, UnitOfWork work, ChannelId id, CancellationToken ct)
    {
        var tenants = await db.Contracts.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(c => c.ChannelId == id).Select(c => c.TenantId).ToListAsync(ct);
        if (tenants is not [var tenant]) return false;
        await work.AllowAsync(TenantScope.Of(tenant), ct);
        return true;
    }

    internal static async Task<ContractView> ViewAsync(BalcaoDb db, ChannelId id, DateTimeOffset now, CancellationToken ct)
    {
        var contract = await db.Contracts.AsNoTracking().SingleAsync(c => c.ChannelId == id, ct);
        var terms = await db.ContractTerms.AsNoTracking().Where(t => t.ChannelId == id).OrderByDescending(t => t.FromMonth).ToListAsync(ct);
        var display = await db.Channels.Where(c => c.Id == id).Select(c => c.Display).SingleAsync(ct);
        var facts = contract.ToFacts(terms);
        return new ContractView(
            id, contract.TenantId, display, facts.StatusIn(facts.MonthOf(now)), contract.TimeZone, contract.StartsOn,
            facts.CancelledFrom?.ToString(), contract.Cap?.ToDecimal(), contract.Version,
            [.. terms.Select(t => new ContractPlan(new Month(t.FromMonth).ToString(), t.PlanId, t.Terms))]);
    }
}
