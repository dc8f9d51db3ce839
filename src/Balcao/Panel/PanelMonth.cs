using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Panel;

/// <summary>A month of a number's contract that somebody asks to see.</summary>
/// <param name="Months">All that may be asked for, the newest first.</param>
internal sealed record PanelMonth(ContractFacts Contract, DateOnly StartsOn, Month Month, IReadOnlyList<MonthItem> Months)
{
    /// <summary>A month as asked for, or null for the current one; of a contract that has ended, its last one.</summary>
    /// <returns>Null if the tenant has no such number.</returns>
    public static async Task<(PanelMonth? Value, Refusal? Refusal)> LoadAsync(BalcaoDb db, ChannelId number, string? asked, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Contracts.AsNoTracking().SingleOrDefaultAsync(c => c.ChannelId == number, ct) is not { } contract) return (null, InputRefusals.NotFound);
        var facts = await ContractReading.FactsAsync(db, number, ct);
        var months = MonthReading.MonthsOf(facts, contract.StartsOn, now);
        if (asked is null)
        {
            var newest = months is [var first, ..] && Month.TryParse(first.Month, out var last) ? last : Month.Of(contract.StartsOn);
            return (new PanelMonth(facts, contract.StartsOn, newest, months), null);
        }
        if (!Month.TryParse(asked, out var month)) return (null, PlanRefusals.MonthInvalid("month"));
        return months.Any(item => item.Month == month.ToString())
            ? (new PanelMonth(facts, contract.StartsOn, month, months), null)
            : (null, PlanRefusals.MonthWithoutContract);
    }
}
