using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Panel;

/// <summary>The view over all numbers of a tenant, or of all tenants: in few queries, however many they are.</summary>
internal static class ConsumptionReading
{
    /// <param name="asked">Null: the current month of each contract.</param>
    public static Task<IReadOnlyList<NumberConsumption>> OfTenantAsync(BalcaoDb db, Month? asked, DateTimeOffset now, CancellationToken ct) =>
        LoadAsync(new Tables(db.Contracts, db.ContractTerms, db.Channels, db.NumberLinks, db.ChatGroups, db.Statements, db.DayTotals), new Dictionary<TenantId, Tenant>(), asked, now, ct);

    /// <summary>For operators: the open unit reads everyone's rows.</summary>
    public static async Task<IReadOnlyList<NumberConsumption>> OfAllAsync(BalcaoDb db, Month? asked, DateTimeOffset now, CancellationToken ct)
    {
        var tenants = await db.Tenants.AsNoTracking().ToListAsync(ct);
        return await LoadAsync(
            new Tables(All<NumberContract>(), All<ContractTerms>(), All<Channel>(), All<NumberLink>(), All<ChatGroup>(), All<Statement>(), All<DayTotal>()),
            tenants.ToDictionary(t => t.Id), asked, now, ct);

        IQueryable<T> All<T>() where T : class, ITenantOwned => db.Set<T>().IgnoreQueryFilters([BalcaoDb.TenantFilter]);
    }

    private static async Task<IReadOnlyList<NumberConsumption>> LoadAsync(
        Tables tables, IReadOnlyDictionary<TenantId, Tenant> tenants, Month? asked, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await (
            from contract in tables.Contracts.AsNoTracking()
            join channel in tables.Channels on new { contract.TenantId, Id = contract.ChannelId } equals new { channel.TenantId, channel.Id }
            join line in tables.Links on new { channel.TenantId, channel.Id } equals new { line.TenantId, Id = line.ChannelId } into links
            from link in links.DefaultIfEmpty()
            join team in tables.Groups on new { link.TenantId, Id = link.GroupId } equals new { team.TenantId, team.Id } into teams
            from grp in teams.DefaultIfEmpty()
            select new { Contract = contract, channel.Display, Group = grp == null ? null : new GroupName(grp.Id, grp.Name) }).ToListAsync(ct);
        var terms = (await tables.Terms.AsNoTracking().ToListAsync(ct)).ToLookup(t => (t.TenantId, t.ChannelId));
        var facts = rows.ToDictionary(row => row.Contract.ChannelId, row => row.Contract.ToFacts(terms[(row.Contract.TenantId, row.Contract.ChannelId)]));
        // A number without a contract in the month is left out.
        var shown = rows.Where(row => asked is not { } month || (month >= Month.Of(row.Contract.StartsOn) && month <= facts[row.Contract.ChannelId].MonthOf(now)
            && !facts[row.Contract.ChannelId].IsCancelledIn(month))).ToList();
        var months = await MonthReading.LoadAsync(tables.Statements, tables.Totals, [.. shown.Select(row => row.Contract.ChannelId)],
            id => (facts[id], asked ?? facts[id].MonthOf(now)), now, ct);
        return
        [
            .. from row in shown
               let contract = facts[row.Contract.ChannelId]
               let month = months[row.Contract.ChannelId]
               let tenant = tenants.GetValueOrDefault(row.Contract.TenantId)
               orderby tenant?.Name, row.Display
               select new NumberConsumption
               {
                   NumberId = row.Contract.ChannelId, Display = row.Display, Tenant = tenant?.ToItem(), Group = row.Group,
                   Status = contract.StatusIn(contract.MonthOf(now)), Plan = month.Terms, Consumption = month.Consumption,
               },
        ];
    }

    private sealed record Tables(
        IQueryable<NumberContract> Contracts, IQueryable<ContractTerms> Terms, IQueryable<Channel> Channels, IQueryable<NumberLink> Links,
        IQueryable<ChatGroup> Groups, IQueryable<Statement> Statements, IQueryable<DayTotal> Totals);
}
