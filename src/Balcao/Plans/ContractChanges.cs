using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>
/// Changes a contract, for operators and for approved requests. Every effect but a suspension is a row with the first of a month, so that
/// nothing has to run at midnight. The open unit of work has the tenant's scope.
/// </summary>
public static class ContractChanges
{
    /// <summary>Locks the contract's row until the commit: of two changes the second one sees the rows of the first.</summary>
    public static async Task<NumberContract?> LockAsync(BalcaoDb db, ChannelId number, CancellationToken ct) =>
        await db.Contracts.Where(c => c.ChannelId == number).ExecuteUpdateAsync(set => set.SetProperty(c => c.IsSuspended, c => c.IsSuspended), ct) == 0
            ? null
            : await db.Contracts.SingleAsync(c => c.ChannelId == number, ct);

    public static async Task<Month?> CurrentMonthAsync(BalcaoDb db, ChannelId number, DateTimeOffset now, CancellationToken ct) =>
        await db.Contracts.AnyAsync(c => c.ChannelId == number, ct) ? (await ContractReading.FactsAsync(db, number, ct)).MonthOf(now) : null;

    /// <summary>Gives the contract the plan from the month on, and drops what was planned from that month on.</summary>
    public static async Task SetPlanAsync(BalcaoDb db, TenantId tenant, ChannelId number, Plan plan, Month from, CancellationToken ct)
    {
        var month = from.Number;
        await db.ContractTerms.Where(t => t.ChannelId == number && t.FromMonth >= month).ExecuteDeleteAsync(ct);
        db.Add(new ContractTerms { TenantId = tenant, ChannelId = number, FromMonth = month, PlanId = plan.Id, Terms = plan.Terms });
        await ChangedAsync(db, number, ct);
    }

    /// <summary>Ends the contract on the first of the month; null takes the end back.</summary>
    public static async Task CancelAsync(BalcaoDb db, ChannelId number, Month? from, CancellationToken ct)
    {
        var month = from?.Number;
        await db.Contracts.Where(c => c.ChannelId == number).ExecuteUpdateAsync(set => set.SetProperty(c => c.CancelledFrom, month), ct);
        await ChangedAsync(db, number, ct);
    }

    /// <summary>Nodes that have cached the contract read it again.</summary>
    public static async Task ChangedAsync(BalcaoDb db, ChannelId number, CancellationToken ct)
    {
        await db.Channels.Where(c => c.Id == number).FactsChangedAsync(ct);
        await db.Contracts.Where(c => c.ChannelId == number).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), ct);
    }

    /// <summary>The contract of a number that is released.</summary>
    /// <param name="plan">Null: the default tariff.</param>
    public static void Begin(IRowSink rows, TenantId tenant, ChannelId number, string timeZone, DateOnly startsOn, Plan? plan)
    {
        rows.Add(new NumberContract { TenantId = tenant, ChannelId = number, TimeZone = timeZone, StartsOn = startsOn });
        rows.Add(new ContractTerms
        {
            TenantId = tenant, ChannelId = number, FromMonth = Month.Of(startsOn).Number, PlanId = plan?.Id, Terms = plan?.Terms ?? ContractFacts.DefaultTerms,
        });
    }
}
