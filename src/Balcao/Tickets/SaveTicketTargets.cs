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
        .Refuses(InputRefusals.Invalid("targets"), StaleSave.Example)
        .WithExample(new TicketTargetList([new TicketTargetItem(TicketUrgency.Urgent, 15, 240)]));

    private static async Task<Results<Ok<TicketTargetList>, ProblemHttpResult>> Handle(
        TicketTargetList request, CurrentAgent agent, BalcaoDb db, AuditTrail audit, CancellationToken ct)
    {
        int?[] minutes = [.. request.Targets.SelectMany(t => (int?[])[t.FirstAnswerMinutes, t.ResolutionMinutes])];
        if (minutes.Any(m => m is < 1 or > TicketTargetList.MostMinutes) || request.Targets.DistinctBy(t => t.Urgency).Count() != request.Targets.Count)
            return InputRefusals.Invalid("targets").ToProblem();
        var stored = await db.TicketTargets.ToListAsync(ct);
        var before = TicketTarget.ListOf(stored);
        if (await StaleSave.CheckAsync(db, agent, "target", agent.TenantId.Value, request.Version, before.Version ?? 0, ct) is { } stale) return stale.ToProblem();
        foreach (var urgency in Enum.GetValues<TicketUrgency>()) Apply(request.Targets.FirstOrDefault(t => t.Urgency == urgency), urgency);
        await db.SaveChangesAsync(ct);
        var after = TicketTarget.ListOf(stored);
        audit.Changed("target", agent.TenantId, AuditedTargets.Of(before.Targets), AuditedTargets.Of(after.Targets));
        return TypedResults.Ok(after);

        // Every save writes the rows of all urgencies, so that each row has the version of them all.
        void Apply(TicketTargetItem? wanted, TicketUrgency urgency)
        {
            if (stored.Find(t => t.Urgency == urgency) is { } target) db.Entry(target).Property(t => t.Version).IsModified = true;
            else
            {
                db.Add(target = new TicketTarget { TenantId = agent.TenantId, Urgency = urgency });
                stored.Add(target);
            }
            (target.FirstAnswerMinutes, target.ResolutionMinutes) = (wanted?.FirstAnswerMinutes, wanted?.ResolutionMinutes);
        }
    }
}
