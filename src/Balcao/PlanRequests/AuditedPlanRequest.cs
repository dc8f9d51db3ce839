using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.PlanRequests;

/// <summary>The fields of a request for the audit trail. Its subject's name is the number, or the description of the one that is wished.</summary>
/// <param name="Message">What was written with this change.</param>
public sealed record AuditedPlanRequest(
    PlanRequestKind RequestKind, PlanRequestStatus RequestStatus, string? WishedPlan, string? WishedMonth, string? EffectiveMonth, string? Reason, string? Message)
{
    /// <summary>The number that was released for it with this change.</summary>
    public string? ReleasedNumber { get; init; }

    public const string Subject = "planRequest";

    public static AuditedPlanRequest Of(PlanRequest request, string? message = null) => new(
        request.Kind, request.Status, request.PlanName, request.WishedMonth?.ToString(), request.EffectiveMonth?.ToString(), request.Reason, message);

    /// <summary>
    /// Records that the request is new, in the trail of its tenant, which its operators read too, and tells its administrators'
    /// screens. The unit of work may access the tenant's rows.
    /// </summary>
    public static async Task CreatedAsync(BalcaoDb db, Feed feed, AuditTrail audit, PlanRequest request, string? message, CancellationToken ct)
    {
        audit.Created(Subject, request.Id, Of(request, message), await EntryAsync(db, request, ct));
        feed.PlanRequestChanged(request.TenantId, request.Id);
    }

    /// <summary>The same for a change. This is the state before it.</summary>
    public async Task ChangedAsync(BalcaoDb db, Feed feed, AuditTrail audit, PlanRequest request, string? message, CancellationToken ct)
    {
        var after = Of(request, message);
        if (after == this) return;
        audit.Changed(Subject, request.Id, this, after, await EntryAsync(db, request, ct));
        feed.PlanRequestChanged(request.TenantId, request.Id);
    }

    /// <summary>The same for a number that is released for it, in a unit of work that the handler has opened itself.</summary>
    public static void Released(OpenWork open, AuditTrail audit, PlanRequest request, string display)
    {
        var before = Of(request);
        audit.Changed(Subject, request.Id, before, before with { ReleasedNumber = display }, new() { Tenant = request.TenantId, Name = request.WishedNumber, Open = open });
        open.Feed.PlanRequestChanged(request.TenantId, request.Id);
    }

    private static async Task<AuditEntry> EntryAsync(BalcaoDb db, PlanRequest request, CancellationToken ct) => new()
    {
        Tenant = request.TenantId,
        Name = request.NumberId is { } number ? await db.Channels.Where(c => c.Id == number).Select(c => c.Display).SingleAsync(ct) : request.WishedNumber,
    };
}
