using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Templates;

/// <summary>Requests a reading of an account's templates, in the caller's transaction, by a job of which at most one waits.</summary>
public static class TemplateReading
{
    /// <param name="number">A number of the account; its access token is used for reading.</param>
    /// <param name="delay">WhatsApp reports several changes in a row: one later reading covers all of them.</param>
    public static async Task AskAsync(
        BalcaoDb db, TenantId tenant, ChannelId number, string wabaId, DateTimeOffset now, TimeSpan delay, CancellationToken ct)
    {
        var sync = await db.TemplateSyncs.IgnoreQueryFilters([BalcaoDb.TenantFilter]).SingleOrDefaultAsync(s => s.TenantId == tenant && s.WabaId == wabaId, ct);
        if (sync is null) db.Add(sync = new TemplateSync { TenantId = tenant, WabaId = wabaId });
        sync.RequestedAt = now;
        // A running job may already have read past the changed template, so only a waiting job is sufficient.
        var waits = await db.Jobs.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AnyAsync(
            j => j.TenantId == tenant && j.Kind == JobKinds.ReadTemplates && j.SubjectId == number.Value && j.ClaimedUntil == null && j.GivenUpAt == null, ct);
        if (!waits) db.Add(Job.New(JobKinds.ReadTemplates, tenant, number.Value, now, delay));
    }
}
