using System.Globalization;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <param name="Months">Each of one number.</param>
/// <param name="Differences">Totals that are not the sums of their lines, and figures of statements that are not those of their totals.</param>
internal sealed record TotalsCheck(int Months, int Totals, int Statements, int Differences);

/// <summary>
/// Rebuilds the totals from the ledger's lines and the statements from the totals, and names each difference; it changes nothing. Each
/// month of a number is added up by the database and read in a transaction of its own, so that memory does not grow with the ledger, and
/// totals are compared with the lines of the same state.
/// </summary>
internal sealed class CheckTotals(UnitsOfWork units)
{
    /// <summary>The program's first argument that makes it check and end instead of serving.</summary>
    public const string Command = "check-totals";

    public async Task<TotalsCheck> RunAsync(TextWriter report, CancellationToken ct)
    {
        var sum = new TotalsCheck(0, 0, 0, 0);
        var tenants = await units.ReadAsync(TenantScope.Everyone, open => open.Db.Tenants.AsNoTracking().Select(t => t.Id).ToListAsync(ct), ct);
        foreach (var tenant in tenants.OrderBy(tenant => tenant.Value))
            foreach (var (number, month) in await units.ReadAsync(TenantScope.Of(tenant), open => MonthsAsync(open.Db, ct), ct))
            {
                var one = await units.ReadAsync(TenantScope.Of(tenant), open => CompareAsync(open.Db, number, month, ct), ct);
                foreach (var difference in one.Differences) await report.WriteLineAsync($"tenant {tenant} number {number} {difference}");
                sum = new TotalsCheck(sum.Months + 1, sum.Totals + one.Totals, sum.Statements + one.Statements, sum.Differences + one.Differences.Count);
            }
        await report.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{sum.Months} months of numbers, {sum.Totals} totals, {sum.Statements} statements: {sum.Differences} differences"));
        return sum;
    }

    /// <summary>The months of the scope's tenant in which a number has lines, totals or a statement.</summary>
    private static async Task<IReadOnlyList<(ChannelId Number, int Month)>> MonthsAsync(BalcaoDb db, CancellationToken ct)
    {
        var lines = await db.UsageEntries.Select(e => new { e.ChannelId, Month = e.Day / 100 }).Distinct().ToListAsync(ct);
        var totals = await db.DayTotals.Select(t => new { t.ChannelId, Month = t.Day / 100 }).Distinct().ToListAsync(ct);
        var statements = await db.Statements.Select(s => new { s.ChannelId, s.Month }).ToListAsync(ct);
        return [.. lines.Concat(totals).Concat(statements).Distinct().OrderBy(m => m.ChannelId.Value).ThenBy(m => m.Month).Select(m => (m.ChannelId, m.Month))];
    }

    private static async Task<Compared> CompareAsync(BalcaoDb db, ChannelId number, int month, CancellationToken ct)
    {
        // Not the month's last day: a day that no month has is named, too.
        var (first, last) = (month * 100, month * 100 + 99);
        var totals = await db.DayTotals.AsNoTracking().Where(t => t.ChannelId == number && t.Day >= first && t.Day <= last).ToListAsync(ct);
        // The cast to an object lets the database add what is stored, thousandths.
        var lines = await db.UsageEntries.Where(e => e.ChannelId == number && e.Day >= first && e.Day <= last)
            .GroupBy(e => new { e.Day, e.ChargeType })
            .Select(group => new { group.Key.Day, group.Key.ChargeType, Count = group.Sum(e => e.Step % 2 == 0 ? 1L : -1L), Amount = group.Sum(e => (long)(object)e.Credits) })
            .ToListAsync(ct);
        var kept = totals.ToDictionary(t => (t.Day, t.Name), t => new Figures(t.Count, t.Amount));
        var rebuilt = lines.ToDictionary(l => (l.Day, Name: l.ChargeType.ToString()), l => new Figures(l.Count, l.Amount));
        var differences =
            (from key in kept.Keys.Union(rebuilt.Keys)
             let pair = (Total: kept.GetValueOrDefault(key), Lines: rebuilt.GetValueOrDefault(key))
             where pair.Total != pair.Lines
             orderby key.Day, key.Name
             select $"day {DayText(key.Day)} {key.Name}: total {pair.Total ?? (object)"missing"}; lines {pair.Lines ?? (object)"missing"}").ToList();

        var statement = await db.Statements.AsNoTracking().SingleOrDefaultAsync(s => s.ChannelId == number && s.Month == month, ct);
        if (statement is not null)
            differences.AddRange(
                from figures in FiguresOf(statement.Figures).Zip(FiguresOf(MonthFigures.Of(statement.Terms, totals)))
                where figures.First.Value != figures.Second.Value
                select string.Create(CultureInfo.InvariantCulture, $"month {new Month(month)} {figures.First.Name}: statement {figures.First.Value:0.####}; totals {figures.Second.Value:0.####}"));
        return new Compared(totals.Count, statement is null ? 0 : 1, differences);
    }

    private static string DayText(int day) => string.Create(CultureInfo.InvariantCulture, $"{day / 10_000:0000}-{day / 100 % 100:00}-{day % 100:00}");

    /// <summary>Always the same ones in the same order.</summary>
    private static IEnumerable<(string Name, decimal Value)> FiguresOf(Consumption month)
    {
        foreach (var type in Enum.GetValues<ChargeType>())
        {
            var item = month.Charges.SingleOrDefault(charge => charge.Type == type);
            yield return ($"{type} count", item?.Count ?? 0);
            yield return ($"{type} credits", item?.Credits ?? 0);
        }
        yield return ("sent", month.Sent);
        yield return ("received", month.Received);
        yield return ("templates", month.Templates);
        yield return ("used", month.Used);
        yield return ("extra", month.Extra);
        yield return ("extraCost", month.ExtraCost);
        yield return ("total", month.Total);
    }

    private sealed record Compared(int Totals, int Statements, IReadOnlyList<string> Differences);

    private sealed record Figures(long Count, long Amount)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} for {new Credits(Amount).ToDecimal():0.###} credits");
    }
}
