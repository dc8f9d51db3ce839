using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Templates;

/// <summary>Asks for an account's templates to be read from WhatsApp, in the caller's own transaction: a job, of which one waits at most.</summary>
public static class TemplateReading
{
    /// <param name="number">A number of the account, whose access token reads them.</param>
    /// <param name="delay">WhatsApp tells of several changes in a row: one reading a little later sees them all.</param>
    public static async Task AskAsync(
        BalcaoDb db, TenantId tenant, ChannelId number, string wabaId, DateTimeOffset now, TimeSpan delay, CancellationToken ct)
    {
        var sync = await db.TemplateSyncs.IgnoreQueryFilters([BalcaoDb.TenantFilter]).SingleOrDefaultAsync(s => s.TenantId == tenant && s.WabaId == wabaId, ct);
        if (sync is null) db.Add(sync = new TemplateSync { TenantId = tenant, WabaId = wabaId });
        sync.RequestedAt = now;
        // One that runs already may have passed what has just changed: only one that still waits will do.
        var waits = await db.Jobs.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AnyAsync(
            j => j.TenantId == tenant && j.Kind == JobKinds.ReadTemplates && j.SubjectId == number.Value && j.ClaimedUntil == null && j.GivenUpAt == null, ct);
        if (!waits) db.Add(Job.New(JobKinds.ReadTemplates, tenant, number.Value, now, delay));
    }
}
