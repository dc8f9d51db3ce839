using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>
/// What a signed-in person may do, read from the database for each request, so that a revoked permission ends at once.
/// Uses a unit of work of its own, before the request's.
/// </summary>
public sealed class Access(BalcaoDb db, UnitOfWork work)
{
    /// <summary>For a cookie.</summary>
    /// <param name="stamp">The security stamp at sign-in.</param>
    /// <returns>Null if the sign-in has ended: by a new password, or because the person is disabled or gone.</returns>
    public async Task<ClaimsPrincipal?> OfPersonAsync(PersonId id, TenantId? tenant, string? stamp, CancellationToken ct)
    {
        await work.BeginReadAsync(TenantScope.OfPerson(tenant), ct);
        var role = await RoleOfAsync(id, tenant, stamp, ct);
        await work.CommitAsync(ct);
        return role is { } known ? Principal(AgentClaims.ByCookie, id, tenant, known, stamp, known.Permissions) : null;
    }

    private async Task<Role?> RoleOfAsync(PersonId id, TenantId? tenant, string? stamp, CancellationToken ct)
    {
        var isCurrent = await db.Persons.AnyAsync(
            p => p.Id == id.Value && p.TenantId == tenant && p.IsEnabled && p.SecurityStamp == stamp, ct);
        if (!isCurrent) return null;
        if (tenant is null) return Role.Operator;
        var agent = new AgentId(id.Value);
        return await db.Agents.Where(a => a.Id == agent && a.IsEnabled).Select(a => (Role?)a.Role).SingleOrDefaultAsync(ct);
    }

    /// <summary>For an API token: its scopes, as far as its agent still has these permissions.</summary>
    /// <returns>Null if the token does not exist or is revoked, or its agent may no longer sign in.</returns>
    public async Task<(ApiToken Token, ClaimsPrincipal Principal)?> OfTokenAsync(string secret, CancellationToken ct)
    {
        var hash = ApiToken.Hash(secret);
        // The token's tenant is not known yet, so the tokens of all tenants are searched.
        await work.BeginReadAsync(TenantScope.Everyone, ct);
        var tokens = db.ApiTokens.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(t => t.SecretHash == hash && t.RevokedAt == null);
        var agents = db.Agents.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(a => a.IsEnabled);
        var found = await tokens.AsNoTracking()
            .Join(agents, t => new { t.TenantId, Id = t.AgentId }, a => new { a.TenantId, a.Id }, (t, a) => new { Token = t, a.Role })
            .SingleOrDefaultAsync(ct);
        await work.CommitAsync(ct);
        if (found is null) return null;
        var permissions = found.Token.ScopeList.Intersect(found.Role.Permissions);
        var person = new PersonId(found.Token.AgentId.Value);
        return (found.Token, Principal(AgentClaims.ByToken, person, found.Token.TenantId, found.Role, null, permissions));
    }

    private static ClaimsPrincipal Principal(
        string kind, PersonId person, TenantId? tenant, Role role, string? stamp, IEnumerable<string> permissions)
    {
        var identity = new ClaimsIdentity(kind, AgentClaims.Person, AgentClaims.Role);
        identity.AddClaim(new Claim(AgentClaims.Person, person.ToString()));
        if (tenant is not null) identity.AddClaim(new Claim(AgentClaims.Tenant, tenant.Value.ToString()));
        if (stamp is not null) identity.AddClaim(new Claim(AgentClaims.Stamp, stamp));
        identity.AddClaim(new Claim(AgentClaims.Role, role.ToString()));
        identity.AddClaims(permissions.Select(permission => new Claim(AgentClaims.Permission, permission)));
        return new ClaimsPrincipal(identity);
    }
}

public static class RolePermissions
{
    extension(Role role)
    {
        public IReadOnlyList<string> Permissions => role switch
        {
            Role.Agent => [Permission.Read, Permission.ServeChats],
            Role.Administrator => [Permission.Read, Permission.ServeChats, Permission.Administer],
            Role.Operator => [Permission.Operate],
            _ => [],
        };
    }
}
