using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

public static class ListApiTokens
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tokens", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(ListApiTokens)).WithSummary("List the API tokens").WithTags("API tokens")
        .WithDescription("All of the tenant's, newest first, the revoked ones too. Secrets are never shown again.");

    static async Task<Ok<Page<ApiTokenItem>>> Handle(CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        var agents = db.Agents;
        var tokens = await db.ApiTokens.AsNoTracking().OrderByDescending(t => t.Id)
            .Join(agents, t => t.AgentId, a => a.Id, (t, a) => new { Token = t, a.Name }).ToListAsync(ct);
        return TypedResults.Ok(new Page<ApiTokenItem>(
            tokens.ConvertAll(t => t.Token.ToItem(t.Name)), null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }
}
