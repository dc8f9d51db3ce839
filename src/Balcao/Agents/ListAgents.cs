using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

public static class ListAgents
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/agents", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(ListAgents)).WithSummary("List the agents and administrators").WithTags("Agents")
        .WithDescription("All of the tenant's, by name, the disabled ones too.");

    static async Task<Ok<Page<AgentItem>>> Handle(CurrentAgent agent, BalcaoDb db, TimeProvider time, CancellationToken ct) =>
        TypedResults.Ok(new Page<AgentItem>(
            await AgentItems.LoadAsync(db, agent.TenantId, time.GetUtcNow(), ct), null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
}
