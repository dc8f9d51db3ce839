using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>A person changes their own password; all their other sign-ins end.</summary>
public static class ChangePassword
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/me/password", Handle).WithMetadata(new WithoutUnitOfWork()).RequireAuthorization().OnlyAtScreen()
        .WithName(nameof(ChangePassword)).WithSummary("Change your password").WithTags("Me")
        .WithDescription("All your other sign-ins end.")
        .Refuses(AgentRefusals.CurrentPasswordWrong, InputRefusals.Required("newPassword"), AgentRefusals.TooManyTries(TimeSpan.Zero), AgentRefusals.PasswordsBusy)
        .Refuses(Passwords.Refusals)
        .WithExample(new ChangePasswordRequest { CurrentPassword = "a senha de antes", NewPassword = "uma senha bem longa" });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChangePasswordRequest request, HttpContext http, BalcaoDb db, UnitOfWork work, Passwords passwords, PasswordWork hashing, SignInTries tries,
        SignIns signIns, SecurityEvents events, CancellationToken ct)
    {
        var current = CurrentSignIn.Of(http.User)!;
        await work.BeginReadAsync(TenantScope.OfPerson(current.Tenant), ct);
        var person = await db.Persons.AsNoTracking().SingleAsync(p => p.Id == current.Person, ct);
        var owner = await PasswordOwner.OfAsync(db, person, ct);
        await work.CommitAsync(ct);
        if (Passwords.Check("newPassword", request.NewPassword, owner) is { } refusal) return refusal.ToProblem();

        // Wrong passwords are counted as at sign-in, so that nobody can guess at an unattended screen.
        using var turn = await tries.BeginAsync(http, person.NormalizedEmail!, ct);
        if (turn.Wait is { } wait)
        {
            await events.RecordAsync(SecurityEventKind.SignInLimited, person.TenantId, person.Id);
            return AgentRefusals.TooManyTries(wait).After(http, wait);
        }
        if (await hashing.TryRunAsync(http, () => passwords.Check(person, request.CurrentPassword), ct) is not { } match) return PasswordWork.Busy(http);
        turn.Ended(entered: match.Person is not null);
        if (match.Person is null)
        {
            await events.RecordAsync(SecurityEventKind.CurrentPasswordWrong, person.TenantId, person.Id);
            return AgentRefusals.CurrentPasswordWrong.ToProblem();
        }

        if (await hashing.TryRunAsync(http, () => passwords.Hash(person, request.NewPassword), ct) is not { } hash) return PasswordWork.Busy(http);
        var change = new ChangedPassword(person.Id, person.TenantId, p => p.SecurityStamp == person.SecurityStamp, hash, SecurityEventKind.PasswordChanged);
        if (await db.TryChangePasswordAsync(work, signIns, events, change, ct) is not { } changed) return AgentRefusals.CurrentPasswordWrong.ToProblem();
        await signIns.BeginAsync(http, changed, http.StaysSignedIn());
        return TypedResults.NoContent();
    }
}
