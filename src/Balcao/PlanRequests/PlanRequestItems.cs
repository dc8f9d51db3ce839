using Balcao.Agents;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.PlanRequests;

/// <summary>Requests as screens show them, with the names of what they name.</summary>
internal static class PlanRequestItems
{
    /// <param name="forOperators">With the tenant of each; the unit of work may access everyone's rows.</param>
    public static async Task<IReadOnlyList<PlanRequestItem>> LoadAsync(BalcaoDb db, IReadOnlyList<PlanRequest> requests, bool forOperators, CancellationToken ct)
    {
        if (requests.Count == 0) return [];
        var channels = forOperators ? db.Channels.IgnoreQueryFilters([BalcaoDb.TenantFilter]) : db.Channels;
        var agents = forOperators ? db.Agents.IgnoreQueryFilters([BalcaoDb.TenantFilter]) : db.Agents;
        ChannelId[] numberIds = [.. requests.SelectMany(r => new[] { r.NumberId, r.ReleasedNumberId }).OfType<ChannelId>().Distinct()];
        AgentId[] agentIds = [.. requests.Select(r => r.RequestedBy).Distinct()];
        TenantId[] tenantIds = forOperators ? [.. requests.Select(r => r.TenantId).Distinct()] : [];
        var numbers = numberIds.Length == 0 ? [] : await channels.Where(c => numberIds.Contains(c.Id)).Select(c => new NumberName(c.Id, c.Display)).ToDictionaryAsync(n => n.Id, ct);
        var names = await agents.Where(a => agentIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        var tenants = tenantIds.Length == 0 ? [] : await db.Tenants.AsNoTracking().Where(t => tenantIds.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.ToItem(), ct);
        return
        [
            .. requests.Select(r => new PlanRequestItem
            {
                Id = r.Id,
                Kind = r.Kind,
                Status = r.Status,
                Number = r.NumberId is { } number ? numbers[number] : null,
                PlanId = r.PlanId,
                PlanName = r.PlanName,
                WishedNumber = r.WishedNumber,
                ReleasedNumber = r.ReleasedNumberId is { } released ? numbers[released] : null,
                EffectiveMonth = (r.EffectiveMonth ?? r.WishedMonth)?.ToString(),
                Reason = r.Reason,
                RequestedBy = names[r.RequestedBy],
                RequestedAt = r.RequestedAt,
                DecidedAt = r.DecidedAt,
                Tenant = tenants.GetValueOrDefault(r.TenantId),
                Messages = r.Messages,
                Version = r.Version,
            }),
        ];
    }

    public static async Task<PlanRequestView> ViewAsync(BalcaoDb db, PlanRequest request, bool forOperators, CancellationToken ct)
    {
        var messages = forOperators ? db.PlanRequestMessages.IgnoreQueryFilters([BalcaoDb.TenantFilter]) : db.PlanRequestMessages;
        var written = await messages.Where(m => m.TenantId == request.TenantId && m.RequestId == request.Id).OrderBy(m => m.At).ThenBy(m => m.Id)
            .Select(m => new PlanRequestMessage(m.Id, m.AuthorName, m.IsFromOperator, m.Text, m.At)).ToListAsync(ct);
        return new PlanRequestView((await LoadAsync(db, [request], forOperators, ct))[0], written);
    }
}
