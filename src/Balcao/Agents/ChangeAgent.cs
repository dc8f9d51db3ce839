using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>
/// An administrator renames, promotes, demotes, limits or disables an agent. It takes effect at the agent's next request, and chats
/// that the agent may no longer serve wait again at once.
/// </summary>
public static class ChangeAgent
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/agents/{id}", Handle).RequireAuthorization(Permission.Administer).OnlyAtScreen()
        .WithName(nameof(ChangeAgent)).WithSummary("Change an agent's name, role, limit of chats or sign-in").WithTags("Agents")
        .WithDescription("The chats of an agent who is disabled wait again at once, and keep the time they have waited since. So do those of a former administrator in groups they are no member of.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("role"), AgentRefusals.LastAdministrator, AgentRefusals.Oneself, AgentRefusals.MostChatsOutOfRange)
        .WithExample(new ChangeAgentRequest { Role = Role.Administrator });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        AgentId id, ChangeAgentRequest request, CurrentAgent administrator, BalcaoDb db, UnitOfWork work, Feed feed, AttendanceBell bell, IServedChats served,
        SignIns signIns, SecurityEvents events, AuditTrail audit, CancellationToken ct)
    {
        if (request.Role is Role.Operator) return InputRefusals.Invalid("role").ToProblem();
        if (request.Name is not null && InputRefusals.Check("name", request.Name, NewAgent.LongestName) is { } refusal) return refusal.ToProblem();
        if (request.MostChats is < 0 or > ChatGroupLimits.MostChats) return AgentRefusals.MostChatsOutOfRange.ToProblem();
        if (request.IsEnabled is false && id == administrator.Id) return AgentRefusals.Oneself.ToProblem();

        // Two administrators who demote each other must not both succeed: a change that may remove an administrator locks
        // the tenant's row.
        var takesAway = request.IsEnabled is false || request.Role is Role.Agent;
        if (takesAway)
        {
            await db.Tenants.Where(t => t.Id == administrator.TenantId).ExecuteUpdateAsync(set => set.SetProperty(t => t.Name, t => t.Name), ct);
            await db.LockAsync(id, ct);
        }

        if (await db.Agents.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } agent) return InputRefusals.NotFound.ToProblem();
        if (takesAway && !await db.Agents.AnyAsync(a => a.Id != id && a.IsEnabled && a.Role == Role.Administrator, ct))
            return AgentRefusals.LastAdministrator.ToProblem();

        var before = (agent.Role, agent.IsEnabled);
        var audited = AuditedAgent.Of(agent);
        agent.Name = request.Name?.Trim() ?? agent.Name;
        agent.Role = request.Role ?? agent.Role;
        agent.IsEnabled = request.IsEnabled ?? agent.IsEnabled;
        if (request.MostChats is { } most && (agent.MostChats ?? 0) != most)
        {
            agent.MostChats = most == 0 ? null : most;
            bell.RingAfterCommit(work, agent.TenantId);
        }
        if (before.IsEnabled && !agent.IsEnabled) await served.ReturnAllAsync(id, ct);
        else if (before.Role is Role.Administrator && agent.Role is Role.Agent) await served.ReturnUnseenAsync(id, ct);
        if (before != (agent.Role, agent.IsEnabled)) feed.AccessChanged(agent.TenantId, agent.Id);
        audit.Changed("agent", id, audited, AuditedAgent.Of(agent));
        audit.Changed("agent", id, new AuditedRole(before.Role), new AuditedRole(agent.Role),
            new() { Kind = SecurityEventKind.RoleChanged, Name = agent.Name, Detail = agent.Role.ToString() });
        if (before.IsEnabled != agent.IsEnabled)
        {
            var person = await db.Persons.SingleAsync(p => p.Id == id.Value, ct);
            person.IsEnabled = agent.IsEnabled;
            person.EndSignIns();
            await db.SaveChangesAsync(ct); // the person before the sign-ins, as when the password changes
            await signIns.EndAllAsync(person.Id, agent.TenantId, ct);
            events.Add(agent.IsEnabled ? SecurityEventKind.AgentEnabled : SecurityEventKind.AgentDisabled, agent.TenantId, id.Value);
            bell.RingAfterCommit(work, agent.TenantId);
        }
        return TypedResults.NoContent();
    }
}
