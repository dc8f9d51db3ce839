using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.PlanRequests;

/// <summary>Notes which number an approved request for a contract has led to.</summary>
public static class NumberOfRequest
{
    /// <summary>Null if it is noted; otherwise nothing has changed. The unit of work may access the tenant's rows.</summary>
    /// <param name="display">The number as people write it.</param>
    public static async Task<Refusal?> NoteAsync(OpenWork open, AuditTrail audit, PlanRequestId id, ChannelId number, string display, CancellationToken ct)
    {
        if (await open.Db.PlanRequests.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request || !request.TryRelease(number))
            return InputRefusals.Invalid("planRequestId");
        AuditedPlanRequest.Released(open, audit, request, display);
        return null;
    }
}
