using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>
/// Creates a secret for a program that acts for the administrator who creates it, with at most the administrator's
/// permissions.
/// </summary>
public static class CreateApiToken
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/tokens", Handle).RequireAuthorization(Permission.Administer).OnlyAtScreen()
        .WithName(nameof(CreateApiToken)).WithSummary("Make an API token").WithTags("API tokens")
        .WithDescription("The secret is in this answer only. At each use the scopes count as far as their agent still has them.")
        .Refuses(InputRefusals.Required("name"), InputRefusals.Invalid("scopes"), AgentRefusals.ScopeNotYours)
        .WithExample(new CreateApiTokenRequest { Name = "Loja virtual", Scopes = [Permission.Read, Permission.ServeChats] });

    static async Task<Results<Created<ApiTokenCreated>, ProblemHttpResult>> Handle(
        CreateApiTokenRequest request, CurrentAgent agent, ClaimsPrincipal principal, BalcaoDb db, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (InputRefusals.Check("name", request.Name, 120) is { } refusal) return refusal.ToProblem();
        if (request.Scopes is not { Count: > 0 }) return InputRefusals.Required("scopes").ToProblem();
        if (request.Scopes.Except(Permission.OfTenants).Any()) return InputRefusals.Invalid("scopes").ToProblem();
        if (!request.Scopes.All(scope => principal.HasClaim(AgentClaims.Permission, scope))) return AgentRefusals.ScopeNotYours.ToProblem();

        var now = time.GetUtcNow();
        var secret = ApiToken.NewSecret();
        var token = new ApiToken
        {
            TenantId = agent.TenantId,
            Id = ApiTokenId.New(now),
            AgentId = agent.Id,
            Name = request.Name.Trim(),
            SecretHash = ApiToken.Hash(secret),
            Scopes = string.Join(' ', Permission.OfTenants.Intersect(request.Scopes)),
            CreatedAt = now,
        };
        db.Add(token);
        audit.Created("apiToken", token.Id, AuditedToken.Of(token), new() { Kind = SecurityEventKind.TokenCreated, Detail = token.Scopes });
        var name = await db.Agents.Where(a => a.Id == agent.Id).Select(a => a.Name).SingleAsync(ct);
        return TypedResults.Created((string?)null, new ApiTokenCreated(token.ToItem(name), secret));
    }
}
