using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>What operators' changes of a contract have in common: the tenant's scope, the lock, the audit trail, the answer.</summary>
internal static class ContractChange
{
    /// <param name="change">Null if the change was made.</param>
    public static async Task<Results<Ok<ContractView>, ProblemHttpResult>> MakeAsync(
        ChannelId id, BalcaoDb db, UnitOfWork work, Feed feed, AuditTrail audit, DateTimeOffset now,
        Func<NumberContract, ContractFacts, Task<Refusal?>> change, CancellationToken ct)
    {
        if (!await GetContract.AllowAsync(db, work, id, ct) || await ContractChanges.LockAsync(db, id, ct) is not { } contract) return InputRefusals.NotFound.ToProblem();
        var before = await ContractReading.FactsAsync(db, id, ct);
        if (await change(contract, before) is { } refusal) return refusal.ToProblem();
        await db.SaveChangesAsync(ct);
        feed.NumberChanged(contract.TenantId, id);
        var after = await ContractReading.FactsAsync(db, id, ct);
        var display = await db.Channels.Where(c => c.Id == id).Select(c => c.Display).SingleAsync(ct);
        audit.Changed("contract", id, AuditedContract.Of(before), AuditedContract.Of(after), new() { Name = display, Tenant = contract.TenantId });
        return TypedResults.Ok(await GetContract.ViewAsync(db, id, now, ct));
    }
}
