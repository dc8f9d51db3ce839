using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class SaveTicketTargets
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/ticket-targets", Handle).RequireAuthorization(Permission.Administer)
        .WithSummary("Replaces the targets; an urgency that is left out has none. They hold for open tickets at once.")
        .WithDescription("They run in the service hours of the ticket's number, and stand still while a ticket waits or is resolved.")
        .Refuses(InputRefusals.Invalid("targets"))
        .WithExample(new TicketTargetList([new TicketTargetItem(TicketUrgency.Urgent, 15, 240)]));

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        TicketTargetList request, CurrentAgent agent, BalcaoDb db, AuditTrail audit, CancellationToken ct)
    {
        int?[] minutes = [.. request.Targets.SelectMany(t => (int?[])[t.FirstAnswerMinutes, t.ResolutionMinutes])];
        if (minutes.Any(m => m is < 1 or > TicketTargetList.MostMinutes) || request.Targets.DistinctBy(t => t.Urgency).Count() != request.Targets.Count)
            return InputRefusals.Invalid("targets").ToProblem();
        var known = await db.TicketTargets.ToDictionaryAsync(t => t.Urgency, ct);
        var before = AuditedTargets.Of([.. known.Values.Select(t => t.ToItem())]);
        foreach (var wanted in request.Targets.Where(t => t.FirstAnswerMinutes is not null || t.ResolutionMinutes is not null))
        {
            if (!known.Remove(wanted.Urgency, out var target)) db.Add(target = new TicketTarget { TenantId = agent.TenantId, Urgency = wanted.Urgency });
            (target.FirstAnswerMinutes, target.ResolutionMinutes) = (wanted.FirstAnswerMinutes, wanted.ResolutionMinutes);
        }
        db.RemoveRange(known.Values);
        audit.Changed("target", agent.TenantId, before, AuditedTargets.Of(request.Targets));
        return TypedResults.NoContent();
    }
}
