using System.Security.Claims;
using Balcao.Contract;

namespace Balcao.Agents;

/// <summary>The agent or administrator who sends a request to a tenant's endpoint, by cookie or by API token.</summary>
public sealed record CurrentAgent(TenantId TenantId, AgentId Id, Role Role)
{
    public static CurrentAgent From(ClaimsPrincipal principal) => new(
        new TenantId(Guid.Parse(principal.FindFirstValue(AgentClaims.Tenant)!)),
        new AgentId(Guid.Parse(principal.FindFirstValue(AgentClaims.Person)!)),
        Enum.Parse<Role>(principal.FindFirstValue(AgentClaims.Role)!));

    /// <summary>Minimal APIs call it to bind a handler's parameter; the route's permission has been checked before.</summary>
    public static ValueTask<CurrentAgent?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<CurrentAgent?>(From(context.User));
}

/// <summary>The claims of a signed-in principal, for both ways to sign in.</summary>
public static class AgentClaims
{
    /// <summary>The person's id, which is also the agent's.</summary>
    public const string Person = "sub";

    /// <summary>Operators do not have it.</summary>
    public const string Tenant = "tenant";

    public const string Role = "role";

    /// <summary>One claim for each <see cref="Contract.Permission"/>.</summary>
    public const string Permission = "permission";

    /// <summary>The security stamp at sign-in; API tokens do not have it.</summary>
    public const string Stamp = "stamp";

    /// <summary>The id of the cookie's sign-in; API tokens do not have it.</summary>
    public const string SignIn = "sign_in";

    /// <summary>The id of the API token; cookies do not have it.</summary>
    public const string Token = "token_id";

    /// <summary>Authentication scheme and type of a person who uses a screen.</summary>
    public const string ByCookie = "cookie";

    /// <summary>Authentication scheme and type of a program with an API token.</summary>
    public const string ByToken = "token";
}
