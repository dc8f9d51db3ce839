using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

/// <summary>What operators did, and what concerns no tenant, for operators.</summary>
public static class ListAuditOfOperators
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/back-office/audit", Handle).RequireAuthorization(Permission.Operate)
            .WithName(nameof(ListAuditOfOperators)).WithSummary("List what operators did, newest first").WithTags("Back office")
            .WithDescription("Also what concerns no tenant, such as a sign-in with an e-mail that nobody has.")
            .Refuses(InputRefusals.CursorInvalid);
        routes.MapGet("/api/back-office/audit.csv", HandleFile).RequireAuthorization(Permission.Operate).WithMetadata(new WithoutUnitOfWork())
            .WithName("ExportAuditOfOperators").WithSummary("The same as a CSV file").WithTags("Back office");
    }

    static async Task<Results<Ok<Page<AuditItem>>, ProblemHttpResult>> Handle([AsParameters] AuditQuery asked, string? cursor, int? limit, BalcaoDb db, CancellationToken ct)
    {
        if (!Cursor.TryRead(cursor, out var behind)) return InputRefusals.CursorInvalid.ToProblem();
        var (items, next) = await AuditReading.PageAsync(db, null, asked, behind, Cursor.Limit(limit), ct);
        return TypedResults.Ok(new Page<AuditItem>(items, next?.ToString(), 0));
    }

    static CsvExport HandleFile([AsParameters] AuditQuery asked, UnitsOfWork units, CancellationToken ct) =>
        AuditReading.ToFile(AuditReading.AllAsync(units, null, asked, ct), "auditoria-operacao");
}
