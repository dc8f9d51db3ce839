using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <param name="Terms">Of the month.</param>
public sealed record MonthOfNumber(PlanTerms Terms, Consumption Consumption);

/// <summary>Reads a month of numbers: the frozen statement if there is one, else the totals so far. Of the open unit's scope.</summary>
public static class MonthReading
{
    /// <summary>One number; a few rows of totals, however many messages there were.</summary>
    public static async Task<MonthOfNumber> LoadAsync(BalcaoDb db, ChannelId number, ContractFacts contract, Month month, DateTimeOffset now, CancellationToken ct) =>
        (await LoadAsync(db.Statements, db.DayTotals, [number], _ => (contract, month), now, ct))[number];

    /// <summary>Several numbers, each for its own contract and month.</summary>
    public static async Task<IReadOnlyDictionary<ChannelId, MonthOfNumber>> LoadAsync(
        IQueryable<Statement> statements, IQueryable<DayTotal> totals, IReadOnlyCollection<ChannelId> numbers,
        Func<ChannelId, (ContractFacts Contract, Month Month)> of, DateTimeOffset now, CancellationToken ct)
    {
        if (numbers.Count == 0) return new Dictionary<ChannelId, MonthOfNumber>();
        var months = numbers.ToDictionary(number => number, of);
        var (first, last) = (months.Values.Min(m => m.Month), months.Values.Max(m => m.Month));
        var (firstNumber, lastNumber) = (first.Number, last.Number);
        var frozen = (await statements.AsNoTracking().Where(s => numbers.Contains(s.ChannelId) && s.Month >= firstNumber && s.Month <= lastNumber).ToListAsync(ct))
            .ToDictionary(s => (s.ChannelId, s.Month));
        var (firstDay, lastDay) = (first.FirstDayNumber, last.LastDayNumber);
        var sums = (await totals.AsNoTracking().Where(t => numbers.Contains(t.ChannelId) && t.Day >= firstDay && t.Day <= lastDay)
            .GroupBy(t => new { t.ChannelId, Month = t.Day / 100, t.Name })
            .Select(group => new { group.Key.ChannelId, group.Key.Month, group.Key.Name, Count = group.Sum(t => t.Count), Amount = group.Sum(t => t.Amount) })
            .ToListAsync(ct)).ToLookup(sum => (sum.ChannelId, sum.Month));
        return months.ToDictionary(entry => entry.Key, entry =>
        {
            var (contract, month) = entry.Value;
            if (frozen.TryGetValue((entry.Key, month.Number), out var statement)) return new MonthOfNumber(statement.Terms, statement.Figures with { Cap = contract.Cap?.ToDecimal() });
            var terms = contract.TermsOf(month);
            var figures = MonthFigures.Of(terms,
            [
                .. sums[(entry.Key, month.Number)].Select(sum => new DayTotal
                {
                    TenantId = default, ChannelId = entry.Key, Day = month.FirstDayNumber, Name = sum.Name, Count = sum.Count, Amount = sum.Amount,
                }),
            ]);
            return new MonthOfNumber(terms, figures with
            {
                Cap = contract.Cap?.ToDecimal(),
                Forecast = contract.MonthOf(now) == month ? MonthFigures.Forecast(contract, month, figures.Used, now) : null,
            });
        });
    }

    /// <summary>The months of a contract up to the current one, or up to its end, the newest first.</summary>
    public static IReadOnlyList<MonthItem> MonthsOf(ContractFacts contract, DateOnly startsOn, DateTimeOffset now)
    {
        var (current, months) = (contract.MonthOf(now), new List<MonthItem>());
        for (var month = Month.Of(startsOn); month <= current && !contract.IsCancelledIn(month); month = month.Next)
            months.Insert(0, new MonthItem(month.ToString(), month == current));
        return months;
    }
}
