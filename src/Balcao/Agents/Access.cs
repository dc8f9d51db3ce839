using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>
/// What a signed-in person may do, read from the database for each request, so that a revoked permission ends at once.
/// Uses a unit of work of its own, before the request's.
/// </summary>
public sealed class Access(BalcaoDb db, UnitOfWork work, TimeProvider time)
{
    /// <summary>For a cookie.</summary>
    /// <param name="stamp">The security stamp at sign-in.</param>
    /// <returns>
    /// Null if the sign-in has ended: by signing out, by somebody else who may end it, by a new password, by time, or because the
    /// person is disabled or gone.
    /// </returns>
    public async Task<(PersonSignIn SignIn, ClaimsPrincipal Principal)?> OfPersonAsync(CurrentSignIn signIn, string? stamp, CancellationToken ct)
    {
        await work.BeginReadAsync(TenantScope.OfPerson(signIn.Tenant), ct);
        var found = await FindAsync(signIn, stamp, ct);
        var role = found is null ? null : await RoleOfAsync(signIn, ct);
        await work.CommitAsync(ct);
        if (found is null || role is not { } known) return null;
        var how = new Claim(AgentClaims.SignIn, signIn.Id.ToString());
        return (found, Principal(AgentClaims.ByCookie, new PersonId(signIn.Person), signIn.Tenant, known, stamp, known.Permissions, how));
    }

    private Task<PersonSignIn?> FindAsync(CurrentSignIn signIn, string? stamp, CancellationToken ct)
    {
        // An operator's row has no tenant; a tenant's row is in the scope or is not found.
        var signIns = db.SignIns.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(s => s.Id == signIn.Id && s.TenantId == signIn.Tenant);
        var persons = db.Persons.Where(p => p.Id == signIn.Person && p.TenantId == signIn.Tenant && p.IsEnabled && p.SecurityStamp == stamp);
        return signIns.Alive(time.GetUtcNow()).Join(persons, s => s.PersonId, p => p.Id, (s, _) => s).AsNoTracking().SingleOrDefaultAsync(ct);
    }

    private async Task<Role?> RoleOfAsync(CurrentSignIn signIn, CancellationToken ct)
    {
        if (signIn.Tenant is null) return Role.Operator;
        var agent = new AgentId(signIn.Person);
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
        var token = new Claim(AgentClaims.Token, found.Token.Id.ToString());
        return (found.Token, Principal(AgentClaims.ByToken, person, found.Token.TenantId, found.Role, null, permissions, token));
    }

    private static ClaimsPrincipal Principal(
        string kind, PersonId person, TenantId? tenant, Role role, string? stamp, IEnumerable<string> permissions, Claim how)
    {
        var identity = new ClaimsIdentity(kind, AgentClaims.Person, AgentClaims.Role);
        identity.AddClaim(new Claim(AgentClaims.Person, person.ToString()));
        identity.AddClaim(how);
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
