using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>Reads contracts with their dated terms. A channel without a contract has the default tariff in its tenant's time zone.</summary>
public static class ContractReading
{
    public static async Task<ContractFacts> FactsAsync(BalcaoDb db, ChannelId channel, CancellationToken ct) => (await FactsAsync(db, [channel], ct))[channel];

    /// <summary>Of channels of the scope's tenant.</summary>
    public static async Task<IReadOnlyDictionary<ChannelId, ContractFacts>> FactsAsync(BalcaoDb db, IReadOnlyCollection<ChannelId> channels, CancellationToken ct)
    {
        var found = (await LoadAsync(db.Contracts, db.ContractTerms, channels, ct)).ToDictionary(entry => entry.Key.Channel, entry => entry.Value);
        if (channels.Any(channel => !found.ContainsKey(channel)))
        {
            var zones = db.Tenants.AsNoTracking();
            var without = await db.Channels.AsNoTracking().Where(c => channels.Contains(c.Id))
                .Select(c => new { c.Id, zones.Single(t => t.Id == c.TenantId).TimeZone }).ToListAsync(ct);
            foreach (var channel in without) found.TryAdd(channel.Id, ContractFacts.Default(channel.TimeZone));
        }
        return found;
    }

    /// <summary>Of several tenants, for lanes and the back office: the transaction's scope must contain them.</summary>
    public static Task<Dictionary<(TenantId Tenant, ChannelId Channel), ContractFacts>> FactsOfTenantsAsync(
        BalcaoDb db, IReadOnlyCollection<TenantId> tenants, IReadOnlyCollection<ChannelId> channels, CancellationToken ct) => LoadAsync(
            db.Contracts.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(c => tenants.Contains(c.TenantId)),
            db.ContractTerms.IgnoreQueryFilters([BalcaoDb.TenantFilter]), channels, ct);

    private static async Task<Dictionary<(TenantId Tenant, ChannelId Channel), ContractFacts>> LoadAsync(
        IQueryable<NumberContract> contracts, IQueryable<ContractTerms> terms, IReadOnlyCollection<ChannelId> channels, CancellationToken ct)
    {
        var rows = await (
            from contract in contracts.AsNoTracking()
            join line in terms.AsNoTracking() on new { contract.TenantId, contract.ChannelId } equals new { line.TenantId, line.ChannelId }
            where channels.Contains(contract.ChannelId)
            select new { Contract = contract, Terms = line }).ToListAsync(ct);
        return rows.GroupBy(row => (row.Contract.TenantId, row.Contract.ChannelId)).ToDictionary(group => group.Key, group => group.First().Contract.ToFacts(group.Select(row => row.Terms)));
    }

    public static ContractFacts ToFacts(this NumberContract contract, IEnumerable<ContractTerms> terms) => new(
        contract.TimeZone, terms.Select(t => new DatedTerms(new Month(t.FromMonth), t.Terms)),
        contract.CancelledFrom is { } from ? new Month(from) : null, contract.IsSuspended, contract.Cap);
}

/// <summary>A contract with what decides whether the number may send.</summary>
/// <param name="Used">The credits of the current month; null: no cap decides.</param>
public sealed record ContractState(ContractFacts Facts, Credits? Used)
{
    public static async Task<ContractState> LoadAsync(BalcaoDb db, ChannelId channel, DateTimeOffset now, CancellationToken ct)
    {
        var facts = await ContractReading.FactsAsync(db, channel, ct);
        return new ContractState(facts, facts.Cap is null ? null : await UsedAsync(db, channel, facts.MonthOf(now), ct));
    }

    /// <summary>Of several channels, for texts that rules cause.</summary>
    public static async Task<IReadOnlyDictionary<ChannelId, ContractState>> LoadAsync(
        BalcaoDb db, IReadOnlyCollection<ChannelId> channels, DateTimeOffset now, CancellationToken ct)
    {
        var states = new Dictionary<ChannelId, ContractState>();
        foreach (var (channel, facts) in await ContractReading.FactsAsync(db, channels, ct))
            states[channel] = new ContractState(facts, facts.Cap is null ? null : await UsedAsync(db, channel, facts.MonthOf(now), ct));
        return states;
    }

    /// <summary>The credits of a month so far.</summary>
    public static async Task<Credits> UsedAsync(BalcaoDb db, ChannelId channel, Month month, CancellationToken ct)
    {
        var (first, last) = (month.FirstDayNumber, month.LastDayNumber);
        return new(await db.DayTotals.Where(t => t.ChannelId == channel && t.Day >= first && t.Day <= last).SumAsync(t => t.Amount, ct));
    }

    /// <summary>Null if the contract allows to send (rules P5 and C9).</summary>
    public Refusal? CheckMaySend(DateTimeOffset now) =>
        Facts.IsCancelledIn(Facts.MonthOf(now)) ? PlanRefusals.ContractCancelled
        : Facts.IsSuspended ? PlanRefusals.ContractSuspended
        : Facts.Cap is { } cap && Used >= cap ? PlanRefusals.CapReached(cap.ToDecimal())
        : null;
}
