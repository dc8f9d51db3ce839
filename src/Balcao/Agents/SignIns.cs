using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>
/// Begins and ends sign-ins. The end of a sign-in also cuts its hub connections: because of the feed's entry every node checks them again.
/// </summary>
public sealed class SignIns(BalcaoDb db, UnitOfWork work, Feed feed, TimeProvider time)
{
    // Rows without a tenant are operators'. Each statement names the person and thereby the tenant.
    private IQueryable<PersonSignIn> All => db.SignIns.IgnoreQueryFilters([BalcaoDb.TenantFilter]);

    /// <summary>
    /// Signs the person in, in units of work of its own: writes the row and sets the cookie. This browser's earlier sign-in ends, because
    /// its cookie is replaced.
    /// </summary>
    /// <param name="person">As they were when their password was checked.</param>
    /// <returns>False if the person is disabled or was changed while the password was checked: then nothing has changed.</returns>
    public async Task<bool> BeginAsync(HttpContext http, Person person, bool stays)
    {
        var ct = http.RequestAborted;
        var now = time.GetUtcNow();
        var signIn = new PersonSignIn
        {
            Id = SignInId.New(now), PersonId = person.Id, TenantId = person.TenantId, CreatedAt = now, LastSeenAt = now, Stays = stays,
            Address = ShortAddress.Of(http.Connection.RemoteIpAddress), Device = DeviceName.Of(http.Request.Headers.UserAgent),
        };
        await work.BeginWriteAsync(TenantScope.OfPerson(person.TenantId), ct);
        // Locks the person's row: a change of the password at the same time either ends this sign-in too, or is seen here.
        var isUnchanged = await db.Persons.Where(p => p.Id == person.Id && p.IsEnabled && p.SecurityStamp == person.SecurityStamp)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.IsEnabled, true), ct) == 1;
        if (!isUnchanged)
        {
            await work.RollbackAsync();
            return false;
        }
        db.Add(signIn);
        SecurityEvents.Of(http).Add(SecurityEventKind.SignedIn, person.TenantId, person.Id);
        await work.CommitAsync(ct);
        await EndCurrentAsync(http);
        await http.SignInAsync(person, signIn);
        return true;
    }

    /// <summary>Ends the sign-in with which the request came, in a unit of work of its own; nothing without one.</summary>
    public async Task EndCurrentAsync(HttpContext http)
    {
        if (CurrentSignIn.Of(http.User) is not { } current) return;
        // The sign-in ends even if the client has cancelled the request.
        var ct = CancellationToken.None;
        await work.BeginWriteAsync(TenantScope.OfPerson(current.Tenant), ct);
        if (await EndAsync(current.Person, current.Tenant, All.Where(s => s.Id == current.Id), ct) > 0)
            SecurityEvents.Of(http).Add(SecurityEventKind.SignedOut, current.Tenant, current.Person);
        await work.CommitAsync(ct);
    }

    /// <summary>Ends one sign-in of the person, in the open unit of work.</summary>
    /// <returns>Whether it has ended now and not before; null if the person has no such sign-in.</returns>
    public async Task<bool?> EndOneAsync(Guid person, TenantId? tenant, SignInId id, CancellationToken ct)
    {
        if (await EndAsync(person, tenant, All.Where(s => s.Id == id), ct) > 0) return true;
        return await All.AnyAsync(s => s.Id == id && s.PersonId == person, ct) ? false : null;
    }

    /// <summary>Ends all sign-ins of the person, in the open unit of work.</summary>
    /// <returns>How many have ended.</returns>
    public Task<int> EndAllAsync(Guid person, TenantId? tenant, CancellationToken ct) => EndAsync(person, tenant, All, ct);

    private async Task<int> EndAsync(Guid person, TenantId? tenant, IQueryable<PersonSignIn> which, CancellationToken ct)
    {
        DateTimeOffset? now = time.GetUtcNow();
        var ended = await which.Where(s => s.PersonId == person && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
        if (ended > 0 && tenant is { } home) feed.AccessChanged(home, new AgentId(person));
        return ended;
    }

    /// <summary>Where the person is signed in, newest first, read in the open unit of work.</summary>
    /// <param name="current">The one of the request.</param>
    public async Task<Page<SignInItem>> ListAsync(Guid person, SignInId? current, CancellationToken ct)
    {
        var alive = await All.Alive(time.GetUtcNow()).Where(s => s.PersonId == person).OrderByDescending(s => s.Id).AsNoTracking().ToListAsync(ct);
        return new Page<SignInItem>(alive.ConvertAll(s => s.ToItem(current)), null, 0);
    }
}

/// <summary>The sign-in of a request: that of its cookie, if it is alive.</summary>
public sealed record CurrentSignIn(SignInId Id, Guid Person, TenantId? Tenant)
{
    /// <returns>Null without a sign-in, and for a program with an API token.</returns>
    public static CurrentSignIn? Of(ClaimsPrincipal principal) =>
        SignInId.TryParse(principal.FindFirstValue(AgentClaims.SignIn), null, out var id)
            ? new(id, Guid.Parse(principal.FindFirstValue(AgentClaims.Person)!), TenantOf(principal))
            : null;

    /// <summary>Null for an operator.</summary>
    public static TenantId? TenantOf(ClaimsPrincipal principal) =>
        TenantId.TryParse(principal.FindFirstValue(AgentClaims.Tenant), null, out var tenant) ? tenant : null;
}
