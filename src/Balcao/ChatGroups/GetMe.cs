using System.Security.Claims;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>The signed-in person. In this folder, not with sign-in, because it includes the person's groups.</summary>
public static class GetMe
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/me", Handle).RequireAuthorization()
        .WithName(nameof(GetMe)).WithSummary("Who you are and what you may do").WithTags("Me");

    static async Task<Ok<Me>> Handle(ClaimsPrincipal principal, BalcaoDb db, CancellationToken ct)
    {
        var id = Guid.Parse(principal.FindFirstValue(AgentClaims.Person)!);
        string[] permissions = [.. principal.FindAll(AgentClaims.Permission).Select(claim => claim.Value)];
        var person = await db.Persons.AsNoTracking().SingleAsync(p => p.Id == id, ct);
        if (person.TenantId is not { } tenantId)
            return TypedResults.Ok(new Me(person.PersonId, null, person.OperatorName!, person.Email!, Role.Operator, null, permissions, false, []));

        var agentId = new AgentId(id);
        var agent = await db.Agents.AsNoTracking().SingleAsync(a => a.Id == agentId, ct);
        var tenant = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == tenantId, ct);
        return TypedResults.Ok(new Me(
            person.PersonId, agentId, agent.Name, person.Email!, agent.Role, tenant.ToItem(), permissions, agent.IsAvailable,
            await GroupsOf(agentId, db).ToListAsync(ct)));
    }

    private static IQueryable<GroupMembership> GroupsOf(AgentId agent, BalcaoDb db) => db.ChatGroupMemberships
        .Where(m => m.AgentId == agent)
        .Join(db.ChatGroups, m => m.GroupId, g => g.Id, (m, g) => new { m, g.Name })
        .OrderBy(x => x.Name)
        .Select(x => new GroupMembership(x.m.GroupId, x.Name, x.m.IsAttendant, x.m.IsAdministrator));
}
