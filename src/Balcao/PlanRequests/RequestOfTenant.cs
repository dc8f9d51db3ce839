using System.Security.Claims;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.PlanRequests;

/// <summary>
/// What operators do with a request begins in a unit of work that may access everyone's rows: the request is found here, and the
/// handler limits the unit of work to the request's tenant before it writes.
/// </summary>
internal static class RequestOfTenant
{
    public static Task<PlanRequest?> FindAsync(BalcaoDb db, PlanRequestId id, CancellationToken ct) =>
        db.PlanRequests.OfAllTenants.SingleOrDefaultAsync(r => r.Id == id, ct);

    public static Task<string> NameOfOperatorAsync(BalcaoDb db, ClaimsPrincipal principal, CancellationToken ct)
    {
        var id = Guid.Parse(principal.FindFirstValue(AgentClaims.Person)!);
        return db.Persons.Where(p => p.Id == id && p.TenantId == null).Select(p => p.OperatorName!).SingleAsync(ct);
    }

    /// <summary>As <see cref="StaleSave.CheckAsync"/>, where both sides may have changed it. Of two decisions at one moment the version column refuses one.</summary>
    public static async Task<Refusal?> CheckVersionAsync(BalcaoDb db, PlanRequest request, int read, CancellationToken ct)
    {
        if (read == request.Version) return null;
        var last = await db.SecurityEvents.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking()
            .Where(e => e.TenantId == request.TenantId && e.SubjectId == request.Id.Value && e.SubjectKind == AuditedPlanRequest.Subject)
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Select(e => new { e.At, e.ActorId }).FirstOrDefaultAsync(ct);
        if (last?.ActorId is not { } actor) return InputRefusals.ChangedMeanwhile;
        var by = new AgentId(actor);
        var name = await db.Agents.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(a => a.TenantId == request.TenantId && a.Id == by).Select(a => a.Name).SingleOrDefaultAsync(ct)
            ?? await db.Persons.Where(p => p.Id == actor && p.TenantId == null).Select(p => p.OperatorName).SingleOrDefaultAsync(ct);
        if (name is null) return InputRefusals.ChangedMeanwhile;
        var zone = await db.Tenants.Where(t => t.Id == request.TenantId).Select(t => t.TimeZone).SingleAsync(ct);
        return StaleSave.ChangedMeanwhile(name, LocalTimes.InZone(last.At, zone));
    }
}
