using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>Makes a new link for an agent who forgot the password, or whose first link has expired.</summary>
public static class MakePasswordLink
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/agents/{id}/password-links", Handle).RequireAuthorization(Permission.Administer).OnlyAtScreen()
        .WithName(nameof(MakePasswordLink)).WithSummary("Make a link where the agent chooses a password").WithTags("Agents")
        .WithDescription("It works once, for a week, and ends the links made before; the present password goes on until then.")
        .Refuses(InputRefusals.NotFound, AgentRefusals.Disabled);

    static async Task<Results<Created<PasswordLink>, ProblemHttpResult>> Handle(
        AgentId id, BalcaoDb db, PasswordLinks links, SecurityEvents events, CancellationToken ct)
    {
        if (await db.Agents.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } agent) return InputRefusals.NotFound.ToProblem();
        if (!agent.IsEnabled) return AgentRefusals.Disabled.ToProblem();
        var person = await db.Persons.SingleAsync(p => p.Id == id.Value, ct);
        events.Add(SecurityEventKind.PasswordLinkMade, agent.TenantId, person.Id);
        return TypedResults.Created((string?)null, links.For(person));
    }
}
