using System.Globalization;
using Balcao.Contract;

namespace Balcao.Tests.Panel;

/// <summary>The figures that a test gives a plan.</summary>
/// <param name="Decimals">Of the currency.</param>
internal sealed record OwnPlan(string Currency, int Decimals, decimal Credits, decimal Fee, decimal ExtraCost, decimal Receive, decimal Send)
{
    public SavePlanRequest ToRequest(string name) => new()
    {
        Name = name, Currency = Currency, CreditsPerMonth = Credits, MonthlyFee = Fee, ExtraCreditCost = ExtraCost,
        Tariff = [new(ChargeType.Receive, Receive), new(ChargeType.Send, Send)],
    };
}

/// <summary>
/// What the months of a number must show, counted from what a test posted and sent alone: no code and no table of the server takes
/// part in it.
/// </summary>
/// <param name="offset">The local time of the contract; neither of the zones has summer time in 2026.</param>
/// <param name="plans">By month, as <c>2026-03</c>.</param>
internal sealed class OwnCount(TimeSpan offset, IReadOnlyDictionary<string, OwnPlan> plans)
{
    private static readonly ChargeType[] Types = [ChargeType.Receive, ChargeType.Send, ChargeType.TemplateMarketing, ChargeType.TemplateUtility, ChargeType.TemplateAuthentication];

    private readonly SortedDictionary<(string Day, ChargeType Type), (int Count, decimal Credits)> _days = [];

    public void Received(DateTimeOffset at) => Add(at, ChargeType.Receive, 1, plans[MonthOf(at)].Receive);

    /// <returns>The price, which a failure gives back.</returns>
    public decimal Sent(DateTimeOffset at)
    {
        var price = plans[MonthOf(at)].Send;
        Add(at, ChargeType.Send, 1, price);
        return price;
    }

    public void Failed(DateTimeOffset at, decimal price) => Add(at, ChargeType.Send, -1, -price);

    public void ChargedAgain(DateTimeOffset at, decimal price) => Add(at, ChargeType.Send, 1, price);

    /// <summary>All messages of a month: sent, received, and their credits, extra credits, their cost, and the total.</summary>
    public (long Sent, long Received, decimal Used, decimal Extra, decimal ExtraCost, decimal Total) Month(string month)
    {
        var used = Types.Sum(type => OfMonth(month, type).Credits);
        var plan = plans[month];
        var extra = used > plan.Credits ? used - plan.Credits : 0;
        return (OfMonth(month, ChargeType.Send).Count, OfMonth(month, ChargeType.Receive).Count, used, extra,
            Rounded(extra * plan.ExtraCost), Rounded(plan.Fee + extra * plan.ExtraCost));

        decimal Rounded(decimal money) => decimal.Round(money, plan.Decimals, MidpointRounding.AwayFromZero);
    }

    /// <summary>The lines of the month's statement, without the names of the columns.</summary>
    public IEnumerable<string> Statement(string month)
    {
        var (plan, sums) = (plans[month], Month(month));
        foreach (var ((day, type), (count, credits)) in _days.Where(entry => entry.Key.Day.StartsWith(month, StringComparison.Ordinal)))
            yield return Line("day", day, Name(type), count, null, credits, null);
        foreach (var type in Types)
        {
            var (count, credits) = OfMonth(month, type);
            var tariff = type switch { ChargeType.Receive => plan.Receive, ChargeType.Send => plan.Send, _ => 1 };
            yield return Line("month", "", Name(type), count, tariff, credits, null);
        }
        yield return Line("contracted", "", "", null, null, plan.Credits, null);
        yield return Line("used", "", "", null, null, sums.Used, null);
        yield return Line("monthlyFee", "", "", null, null, null, plan.Fee);
        yield return Line("extra", "", "", null, plan.ExtraCost, sums.Extra, sums.ExtraCost);
        yield return Line("total", "", "", null, null, null, sums.Total);

        string Line(string kind, string day, string type, int? count, decimal? tariff, decimal? credits, decimal? money) => string.Join(
            ';', kind, day, type, Number(count), Number(tariff), Number(credits), Number(money), money is null ? "" : plan.Currency);
    }

    /// <summary>A file's lines in the same form: in whatever language it is, and 2.000 is 2.</summary>
    public static IEnumerable<string> LinesOf(string file)
    {
        var lines = file.Trim('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var separator = lines[0].Contains(';', StringComparison.Ordinal) ? ';' : ',';
        return lines.Skip(1).Select(line => string.Join(';', line.Split(separator).Select(cell => cell.Trim('"')).Select(cell =>
            decimal.TryParse(cell.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? Number(number) : cell)));
    }

    private (int Count, decimal Credits) OfMonth(string month, ChargeType type)
    {
        var days = _days.Where(entry => entry.Key.Type == type && entry.Key.Day.StartsWith(month, StringComparison.Ordinal)).Select(entry => entry.Value).ToList();
        return (days.Sum(day => day.Count), days.Sum(day => day.Credits));
    }

    private void Add(DateTimeOffset at, ChargeType type, int count, decimal credits)
    {
        var key = (DayOf(at), type);
        var (countBefore, creditsBefore) = _days.GetValueOrDefault(key);
        _days[key] = (countBefore + count, creditsBefore + credits);
    }

    private string DayOf(DateTimeOffset at) => at.ToOffset(offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string MonthOf(DateTimeOffset at) => DayOf(at)[..7];

    private static string Number(decimal? number) => number?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private static string Name(ChargeType type) => char.ToLowerInvariant(type.ToString()[0]) + type.ToString()[1..];
}
