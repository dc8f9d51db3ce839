using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>A person with a password link chooses the password. This does not sign them in.</summary>
public static class ChoosePassword
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/password-choices", Handle).AllowAnonymous().RequireRateLimiting(RateLimits.Codes).WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(ChoosePassword)).WithSummary("Choose a password with the code of a link").WithTags("Session")
        .WithDescription("Each link works once, and only a person's newest link works.")
        .Refuses(AgentRefusals.PasswordLinkDead, InputRefusals.Required("password"), AgentRefusals.PasswordsBusy, LimitRefusals.TooManyRequests)
        .Refuses(Passwords.Refusals)
        .WithExample(new ChoosePasswordRequest { Code = "CfDJ8N…", Password = "uma senha bem longa" });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChoosePasswordRequest request, HttpContext http, BalcaoDb db, UnitOfWork work, Passwords passwords, PasswordWork hashing, SignInTries tries,
        PasswordLinks links, SignIns signIns, SecurityEvents events, CancellationToken ct)
    {
        if (links.Read(request.Code) is not { } link || await OwnerOfAsync(link, db, work, ct) is not { } owner) return AgentRefusals.PasswordLinkDead.ToProblem();
        if (Passwords.Check("password", request.Password, owner) is { } refusal) return refusal.ToProblem();
        if (await hashing.TryRunAsync(http, () => passwords.Hash(new Person(), request.Password), ct) is not { } hash) return PasswordWork.Busy(http);
        var change = new ChangedPassword(link.Person, link.Tenant, p => p.PasswordLinkStamp == link.Stamp, hash, SecurityEventKind.PasswordLinkUsed);
        if (await db.TryChangePasswordAsync(work, signIns, events, change, ct) is not { } person) return AgentRefusals.PasswordLinkDead.ToProblem();
        tries.Forget(person.NormalizedEmail!);
        return TypedResults.NoContent();
    }

    /// <summary>Null if the link is not the person's newest, or was used.</summary>
    private static async Task<PasswordOwner?> OwnerOfAsync(ReadLink link, BalcaoDb db, UnitOfWork work, CancellationToken ct)
    {
        await work.BeginReadAsync(TenantScope.OfPerson(link.Tenant), ct);
        var person = await db.Persons.AsNoTracking().SingleOrDefaultAsync(
            p => p.Id == link.Person && p.TenantId == link.Tenant && p.PasswordLinkStamp == link.Stamp && p.IsEnabled, ct);
        var owner = person is null ? null : await PasswordOwner.OfAsync(db, person, ct);
        await work.CommitAsync(ct);
        return owner;
    }
}
