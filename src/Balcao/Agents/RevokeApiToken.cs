using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

public static class RevokeApiToken
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/tokens/{id}", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(RevokeApiToken)).WithSummary("Revoke an API token").WithTags("API tokens")
        .WithDescription("It opens nothing from the next request on. Revoking it again changes nothing.")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ApiTokenId id, BalcaoDb db, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } token) return InputRefusals.NotFound.ToProblem();
        if (token.RevokedAt is not null) return TypedResults.NoContent();
        token.RevokedAt = time.GetUtcNow();
        audit.Deleted("apiToken", token.Id, AuditedToken.Of(token), new() { Kind = SecurityEventKind.TokenRevoked });
        // Hub connections that were opened with the token are cut.
        feed.AccessChanged(token.TenantId, token.AgentId);
        return TypedResults.NoContent();
    }
}
