using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

/// <summary>The tenant's audit trail, for its administrators: as a list and as a file.</summary>
public static class ListAudit
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/audit", Handle).RequireAuthorization(Permission.Administer)
            .WithName(nameof(ListAudit)).WithSummary("List the audit trail, newest first").WithTags("Audit trail")
            .WithDescription("Changes of settings with their values before and after, and security events. Secrets are named without their values.")
            .Refuses(InputRefusals.CursorInvalid);
        routes.MapGet("/api/audit.csv", HandleFile).RequireAuthorization(Permission.Administer).WithMetadata(new WithoutUnitOfWork())
            .WithName("ExportAudit").WithSummary("The audit trail as a CSV file").WithTags("Audit trail")
            .WithDescription("A line for each changed field. Times are in UTC. The separator is a semicolon, or a comma if the language of the request is English.");
    }

    static async Task<Results<Ok<Page<AuditItem>>, ProblemHttpResult>> Handle(
        [AsParameters] AuditQuery asked, string? cursor, int? limit, CurrentAgent administrator, BalcaoDb db, CancellationToken ct)
    {
        if (!Cursor.TryRead(cursor, out var behind)) return InputRefusals.CursorInvalid.ToProblem();
        var (items, next) = await AuditReading.PageAsync(db, administrator.TenantId, asked, behind, Cursor.Limit(limit), ct);
        return TypedResults.Ok(new Page<AuditItem>(items, next?.ToString(), await db.NewestFeedNumberAsync(administrator.TenantId, ct)));
    }

    static CsvExport HandleFile([AsParameters] AuditQuery asked, CurrentAgent administrator, UnitsOfWork units, CancellationToken ct) =>
        AuditReading.ToFile(AuditReading.AllAsync(units, administrator.TenantId, asked, ct), "auditoria");
}
