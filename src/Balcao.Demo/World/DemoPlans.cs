using Balcao.Contract;
using Balcao.Plans;

namespace Balcao.Demo.World;

/// <summary>
/// Plans, contracts and half a year of consumption. Most ledger lines stand for messages that the demo does not show; the chats of the last
/// weeks add their own. The main number is at 83 % of its plan, on whatever day the demo begins.
/// </summary>
internal static class DemoPlans
{
    private const decimal ShareOfMain = 0.83m;

    private const int MonthsBack = 6;

    private static readonly Plan Essential = NewPlan(1, "Essencial", 1_500, 199, 0.16m);

    private static readonly Plan Professional = NewPlan(2, "Profissional", 5_000, 549.90m, 0.13m);

    private static readonly Plan Advanced = NewPlan(3, "Avançado", 20_000, 1_790, 0.105m);

    public static IEnumerable<object> Rows(DateTimeOffset now)
    {
        foreach (var plan in (Plan[])[Essential, Professional, Advanced]) yield return plan;
        foreach (var number in Shop.Numbers)
        {
            var start = StartOf(number, now);
            yield return new NumberContract { TenantId = number.Company.Id, ChannelId = number.Id, TimeZone = Shop.TimeZone, StartsOn = start.FirstDay };
            foreach (var (from, plan) in PlansOf(number, now))
                yield return new ContractTerms { TenantId = number.Company.Id, ChannelId = number.Id, FromMonth = from.Number, PlanId = plan.Id, Terms = plan.Terms };
        }
    }

    public static ContractFacts FactsOf(CompanyNumber number, DateTimeOffset now) =>
        new(Shop.TimeZone, PlansOf(number, now).Select(dated => new DatedTerms(dated.From, dated.Plan.Terms)));

    /// <summary>When the main number got its present plan.</summary>
    public static (Month From, Plan Plan) ChangeOfMain(DateTimeOffset now) => PlansOf(Shop.Main, now)[^1];

    /// <summary>The lines of the days until today; of the main number until this month, and then what it lacks to its share.</summary>
    /// <param name="chats">The rows of the chats that the demo shows.</param>
    public static IEnumerable<UsageEntry> Past(DateTimeOffset now, IEnumerable<object> chats)
    {
        foreach (var number in Shop.Numbers.Where(number => number != Shop.Spare))
        {
            var contract = FactsOf(number, now);
            var start = StartOf(number, now).StartsAt(contract.Zone).ToDateTimeOffset();
            var end = number == Shop.Main ? contract.MonthOf(now).StartsAt(contract.Zone).ToDateTimeOffset() : now.AddDays(-1);
            for (var (day, turn) = (start, 0); day < end; day = day.AddDays(1), turn++)
                foreach (var line in Day(number, contract, day, turn)) yield return line;
        }
        var main = FactsOf(Shop.Main, now);
        var month = main.MonthOf(now);
        var used = chats.OfType<UsageEntry>().Where(line => line.ChannelId == Shop.Main.Id && Month.OfDay(line.Day) == month).Sum(line => line.Credits.ToDecimal());
        foreach (var line in Fill(main, month, main.TermsOf(month).CreditsPerMonth * ShareOfMain - used, now)) yield return line;
    }

    private static IEnumerable<UsageEntry> Day(CompanyNumber number, ContractFacts contract, DateTimeOffset day, int turn)
    {
        var isSunday = day.ToOffset(Shop.Offset).DayOfWeek is DayOfWeek.Sunday;
        var count = (number == Shop.Main ? 120 : 34) * (isSunday ? 1 : 6 + turn * 7 % 5) / 8;
        for (var i = 0; i < count; i++)
        {
            var at = day.AddMinutes(8 * 60 + i * 600 / count);
            yield return contract.Charge(number.Company.Id, number.Id, MessageId.New(at), TypeOf(turn + i), at, at);
        }
    }

    private static IEnumerable<UsageEntry> Fill(ContractFacts contract, Month month, decimal wanted, DateTimeOffset now)
    {
        var start = month.StartsAt(contract.Zone).ToDateTimeOffset();
        var lines = new List<ChargeType>();
        for (var turn = 0; wanted > 0; turn++)
        {
            lines.Add(TypeOf(turn));
            wanted -= contract.TermsOf(month).PriceOf(lines[^1]).ToDecimal();
        }
        foreach (var (place, type) in lines.Index())
        {
            var at = start + (now - start) * ((place + 0.5) / lines.Count);
            yield return contract.Charge(Shop.Loja.Id, Shop.Main.Id, MessageId.New(at), type, at, at);
        }
    }

    private static ChargeType TypeOf(int turn) => (turn % 20) switch
    {
        7 => ChargeType.TemplateMarketing,
        13 => ChargeType.TemplateUtility,
        var other => other % 2 == 0 ? ChargeType.Receive : ChargeType.Send,
    };

    private static Month StartOf(CompanyNumber number, DateTimeOffset now) => Back(now, number == Shop.Spare ? 1 : MonthsBack);

    /// <summary>The main number got its second plan when its first one had become too small.</summary>
    private static IReadOnlyList<(Month From, Plan Plan)> PlansOf(CompanyNumber number, DateTimeOffset now) =>
        number == Shop.Main ? [(StartOf(number, now), Essential), (Back(now, 3), Professional)] : [(StartOf(number, now), Essential)];

    private static Month Back(DateTimeOffset now, int months) =>
        Month.Of(DateOnly.FromDateTime(now.ToOffset(Shop.Offset).DateTime).AddMonths(-months));

    private static Plan NewPlan(int number, string name, decimal credits, decimal fee, decimal extra) => new()
    {
        Id = PlanId.Of(Shop.Id(60 + number)), IsOffered = true, CreatedAt = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero),
        Terms = new PlanTerms(name, "BRL", credits, fee, extra,
        [
            new(ChargeType.Receive, 0.5m), new(ChargeType.Send, 1), new(ChargeType.TemplateMarketing, 6), new(ChargeType.TemplateUtility, 2),
            new(ChargeType.TemplateAuthentication, 2),
        ]),
    };
}
