using Balcao.Agents;
using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Panel;

/// <summary>One view over all numbers (rule W5), on screen and as CSV.</summary>
public static class ListConsumption
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/consumption", Handle).RequireAuthorization(Permission.Read)
            .WithName(nameof(ListConsumption)).WithSummary("List what each number used in a month").WithTags("Numbers")
            .WithDescription("`month` is written 2026-11; without it the current month of each contract. Numbers without a contract in the month are left out.")
            .Refuses(PlanRefusals.MonthInvalid("month"));
        routes.MapGet("/api/consumption.csv", HandleFile).RequireAuthorization(Permission.Read)
            .WithMetadata(new WithoutUnitOfWork())
            .WithName("ExportConsumption").WithSummary("Export what each number used in a month as CSV").WithTags("Numbers")
            .Refuses(PlanRefusals.MonthInvalid("month"));
        routes.MapGet("/api/back-office/consumption", HandleAll).RequireAuthorization(Permission.Operate)
            .WithName("ListConsumptionOfAll").WithSummary("List what each number of all tenants used in a month").WithTags("Back office")
            .Refuses(PlanRefusals.MonthInvalid("month"));
    }

    static async Task<Results<Ok<Page<NumberConsumption>>, ProblemHttpResult>> Handle(string? month, CurrentAgent agent, BalcaoDb db, TimeProvider time, CancellationToken ct)
    {
        if (!TryRead(month, out var asked)) return PlanRefusals.MonthInvalid("month").ToProblem();
        return TypedResults.Ok(new Page<NumberConsumption>(
            await ConsumptionReading.OfTenantAsync(db, asked, time.GetUtcNow(), ct), null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }

    static async Task<Results<Ok<Page<NumberConsumption>>, ProblemHttpResult>> HandleAll(string? month, BalcaoDb db, TimeProvider time, CancellationToken ct)
    {
        if (!TryRead(month, out var asked)) return PlanRefusals.MonthInvalid("month").ToProblem();
        return TypedResults.Ok(new Page<NumberConsumption>(await ConsumptionReading.OfAllAsync(db, asked, time.GetUtcNow(), ct), null, 0));
    }

    static Results<CsvExport, ProblemHttpResult> HandleFile(string? month, CurrentAgent agent, UnitsOfWork units, TimeProvider time, CancellationToken ct)
    {
        if (!TryRead(month, out var asked)) return PlanRefusals.MonthInvalid("month").ToProblem();
        return new CsvExport($"consumo-{asked?.ToString() ?? "atual"}", StatementLines.NumberColumns, RowsAsync(ct));

        async IAsyncEnumerable<IReadOnlyList<CsvCell>> RowsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            var numbers = await units.ReadAsync(TenantScope.Of(agent.TenantId), open => ConsumptionReading.OfTenantAsync(open.Db, asked, time.GetUtcNow(), token), token);
            foreach (var number in numbers) yield return StatementLines.Of(number);
        }
    }

    private static bool TryRead(string? text, out Month? month)
    {
        var isOne = Month.TryParse(text, out var read);
        month = isOne ? read : null;
        return text is null || isOne;
    }
}
