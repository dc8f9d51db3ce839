using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>
/// For settings that are saved whole: the request names the version that was read, and a save based on an older one is refused, so that
/// nobody undoes without knowing what somebody else has saved. A request without a version saves over whatever is stored.
/// </summary>
public static class StaleSave
{
    /// <param name="by">Who saved since.</param>
    /// <param name="at">When, in the tenant's time zone.</param>
    public static Refusal ChangedMeanwhile(string by, DateTimeOffset at) => new("setting.changedMeanwhile", StatusCodes.Status409Conflict, null, by, at);

    /// <summary>For the description of an endpoint.</summary>
    internal static Refusal Example => ChangedMeanwhile("Clara", new DateTimeOffset(2026, 11, 30, 9, 5, 0, TimeSpan.FromHours(-3)));

    /// <summary>
    /// Null if nobody has saved since. Two who save at the same moment both pass, and the version column refuses the second one.
    /// </summary>
    /// <param name="db">The open unit of work.</param>
    /// <param name="agent">Who saves.</param>
    /// <param name="subject">What is saved, as the audit trail names it.</param>
    /// <param name="id">Its id in the audit trail.</param>
    /// <param name="read">The version that was read.</param>
    /// <param name="stored">The version that is stored.</param>
    public static async Task<Refusal?> CheckAsync(BalcaoDb db, CurrentAgent agent, string subject, Guid id, int? read, int stored, CancellationToken ct)
    {
        if (read is null || read == stored) return null;
        var last = await db.SecurityEvents.AsNoTracking().Where(e => e.TenantId == agent.TenantId && e.SubjectId == id && e.SubjectKind == subject)
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Select(e => new { e.At, e.ActorId }).FirstOrDefaultAsync(ct);
        // The audit trail does not always know who it was.
        if (last?.ActorId is not { } actor) return InputRefusals.ChangedMeanwhile;
        var by = new AgentId(actor);
        var name = await db.Agents.Where(a => a.Id == by).Select(a => a.Name).SingleOrDefaultAsync(ct);
        var zone = await db.Tenants.Where(t => t.Id == agent.TenantId).Select(t => t.TimeZone).SingleAsync(ct);
        return name is null ? InputRefusals.ChangedMeanwhile : ChangedMeanwhile(name, LocalTimes.InZone(last.At, zone));
    }
}
