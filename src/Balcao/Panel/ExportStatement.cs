using System.Runtime.CompilerServices;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Panel;

/// <summary>The statement of a number's month as CSV: its days, its charge types, its sums.</summary>
public static class ExportStatement
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/numbers/{id}/statement.csv", Handle).RequireAuthorization(Permission.Read)
        .WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(ExportStatement)).WithSummary("Export a month's statement of a number as CSV").WithTags("Numbers")
        .WithDescription("`month` is written 2026-11; without it the current month so far. A month that is over comes out the same for ever.")
        .Refuses(InputRefusals.NotFound, PlanRefusals.MonthInvalid("month"), PlanRefusals.MonthWithoutContract);

    static async Task<Results<CsvExport, ProblemHttpResult>> Handle(
        ChannelId id, string? month, CurrentAgent agent, UnitsOfWork units, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        // All in one reading: the days and the sums are of one state.
        var (refusal, name, lines) = await units.ReadAsync(TenantScope.Of(agent.TenantId), async open =>
        {
            var (shown, refused) = await PanelMonth.LoadAsync(open.Db, id, month, now, ct);
            if (shown is null) return (refused, "", []);
            var (terms, used) = await MonthReading.LoadAsync(open.Db, id, shown.Contract, shown.Month, now, ct);
            var days = await ListConsumptionDays.LoadAsync(open.Db, id, shown.Month, ct);
            return ((Refusal?)null, $"extrato-{shown.Month}", StatementLines.Of(terms, used, days).ToList());
        }, ct);
        if (refusal is not null) return refusal.ToProblem();
        return new CsvExport(name, StatementLines.StatementColumns, RowsAsync(lines, ct));
    }

    private static async IAsyncEnumerable<IReadOnlyList<CsvCell>> RowsAsync(List<IReadOnlyList<CsvCell>> lines, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var line in lines)
        {
            ct.ThrowIfCancellationRequested();
            yield return line;
        }
        await Task.CompletedTask;
    }
}
