using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

/// <summary>An administrator adds an agent, and gives them the link by which they choose their password.</summary>
public static class CreateAgent
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/agents", Handle).RequireAuthorization(Permission.Administer).OnlyAtScreen()
        .WithName(nameof(CreateAgent)).WithSummary("Enter an agent or administrator").WithTags("Agents")
        .Refuses(AgentRefusals.EmailTaken, InputRefusals.Required("name"), InputRefusals.Invalid("email"))
        .WithExample(new CreateAgentRequest { Name = "Ana Souza", Email = "ana@loja.example", Role = Role.Agent });

    static async Task<Results<Created<AgentCreated>, ProblemHttpResult>> Handle(
        CreateAgentRequest request, CurrentAgent administrator, BalcaoDb db, PasswordLinks links, SecurityEvents events, AuditTrail audit, TimeProvider time,
        CancellationToken ct)
    {
        var (agent, person, refusal) = await new NewAgent(request.Name, request.Email, request.Role)
            .AddAsync(db, administrator.TenantId, time.GetUtcNow(), ct);
        if (refusal is not null) return refusal.ToProblem();
        audit.Created("agent", agent!.Id, new AuditedNewAgent(agent.Name, person!.Email!, agent.Role), new() { Kind = SecurityEventKind.AgentCreated, Detail = agent.Role.ToString() });
        events.Add(SecurityEventKind.PasswordLinkMade, administrator.TenantId, person.Id);
        return TypedResults.Created((string?)null, new AgentCreated(agent.ToItem(person.Email!, isThere: false), links.For(person).Url));
    }
}
