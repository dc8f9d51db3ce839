using System.Globalization;
using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Panel;

/// <summary>The lines of the panel's CSV files. The names of columns are those of the API.</summary>
internal static class StatementLines
{
    public static IReadOnlyList<string> NumberColumns { get; } =
        ["number", "group", "status", "plan", "sent", "received", "templates", "contracted", "used", "extra", "monthlyFee", "extraCost", "total", "currency"];

    public static IReadOnlyList<CsvCell> Of(NumberConsumption number)
    {
        var (plan, used) = (number.Plan, number.Consumption);
        return
        [
            number.Display, number.Group?.Name, Name(number.Status), plan.Name, CsvCell.Of(used.Sent), CsvCell.Of(used.Received), CsvCell.Of(used.Templates),
            CsvCell.Of(plan.CreditsPerMonth), CsvCell.Of(used.Used), CsvCell.Of(used.Extra), CsvCell.Of(plan.MonthlyFee), CsvCell.Of(used.ExtraCost), CsvCell.Of(used.Total), plan.Currency,
        ];
    }

    public static IReadOnlyList<string> StatementColumns { get; } = ["line", "day", "chargeType", "count", "tariff", "credits", "amount", "currency"];

    /// <summary>Each day and charge type, each charge type of the month, then the sums in credits and money.</summary>
    public static IEnumerable<IReadOnlyList<CsvCell>> Of(PlanTerms plan, Consumption used, IEnumerable<DayConsumption> days)
    {
        foreach (var day in days)
            foreach (var charge in day.Charges)
                yield return Line("day", day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Name(charge.Type), charge.Count, null, charge.Credits, null);
        foreach (var item in used.Charges) yield return Line("month", null, Name(item.Type), item.Count, item.Tariff, item.Credits, null);
        yield return Line("contracted", null, null, null, null, plan.CreditsPerMonth, null);
        yield return Line("used", null, null, null, null, used.Used, null);
        yield return Line("monthlyFee", null, null, null, null, null, plan.MonthlyFee);
        yield return Line("extra", null, null, null, plan.ExtraCreditCost, used.Extra, used.ExtraCost);
        yield return Line("total", null, null, null, null, null, used.Total);

        IReadOnlyList<CsvCell> Line(string line, string? day, string? type, long? count, decimal? tariff, decimal? credits, decimal? amount) =>
            [line, day, type, Number(count), Number(tariff), Number(credits), Number(amount), amount is null ? null : plan.Currency];
    }

    private static CsvCell Number(decimal? number) => number is { } value ? CsvCell.Of(value) : default;

    private static string Name<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
