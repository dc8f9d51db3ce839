using System.Runtime.CompilerServices;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>The list of tickets as a CSV file, with all that a ticket says about its case.</summary>
public static class ExportTickets
{
    /// <summary>Spreadsheets read not many more; a last line says so if there are more.</summary>
    public const int MostRows = 100_000;

    private const int RowsPerRead = 500;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tickets.csv", Handle).RequireAuthorization(Permission.Read).WithMetadata(new WithoutUnitOfWork())
        .WithSummary("The same list as a CSV file, at most 100,000 tickets; a last line says if there are more. Names of columns and values are in the language of the request, or of the query's language; the separator is a semicolon, or a comma in English. Times are in the zone that their columns name.")
        .Refuses(InputRefusals.Invalid("status"));

    private static async Task<Results<CsvExport, ProblemHttpResult>> Handle(
        [AsParameters] AskedTickets asked, CurrentAgent agent, UnitsOfWork units, SearchIndex search, CancellationToken ct)
    {
        if (!TicketQuery.TryRead(asked.Filter, out var query, out var wrong)) return wrong!.ToProblem();
        var scope = TenantScope.Of(agent.TenantId);
        var lines = await units.ReadAsync(scope, async open => await TicketLines.LoadAsync(open.Db, await query.ZoneAsync(open.Db, agent, ct), ct), ct);
        return new CsvExport("tickets", lines.Columns, RowsAsync(query, lines, agent, scope, units, search, ct));
    }

    /// <summary>Each page is read in a short unit of work of its own: a slow reader of a file holds no transaction.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<CsvCell>> RowsAsync(
        TicketQuery query, TicketLines lines, CurrentAgent agent, TenantScope scope, UnitsOfWork units, SearchIndex search, [EnumeratorCancellation] CancellationToken ct)
    {
        Cursor? behind = null;
        var written = 0;
        do
        {
            var start = behind;
            var (rows, next) = await units.ReadAsync(scope, async open =>
            {
                var places = await query.Places(await query.OfAsync(open.Db, agent, search, ct), start).Take(RowsPerRead + 1).ToListAsync(ct);
                Cursor? last = places.Count > RowsPerRead ? query.CursorAt(places[RowsPerRead - 1]) : null;
                return (await lines.OfAsync(open.Db, [.. places.Take(RowsPerRead).Select(p => p.Id)], ct), last);
            }, ct);
            foreach (var row in rows) yield return row;
            written += rows.Count;
            behind = next;
        }
        while (behind is not null && written < MostRows);
        if (behind is not null) yield return [TicketWords.Of("More", MostRows)];
    }
}
