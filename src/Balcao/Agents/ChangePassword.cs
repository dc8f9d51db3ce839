using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>A person changes their own password; all their other sign-ins end.</summary>
public static class ChangePassword
{
    // Only with a cookie: an API token must not be able to set a password.
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/me/password", Handle).WithMetadata(new WithoutUnitOfWork())
        .RequireAuthorization(policy => policy.AddAuthenticationSchemes(AgentClaims.ByCookie).RequireAuthenticatedUser())
        .WithName(nameof(ChangePassword)).WithSummary("Change your password").WithTags("Me")
        .Refuses(AgentRefusals.CurrentPasswordWrong, AgentRefusals.PasswordTooShort, InputRefusals.Required("newPassword"), AgentRefusals.TooManyTries(TimeSpan.Zero), AgentRefusals.PasswordsBusy)
        .WithExample(new ChangePasswordRequest { CurrentPassword = "a senha de antes", NewPassword = "uma senha bem longa" });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChangePasswordRequest request, HttpContext http, BalcaoDb db, UnitOfWork work, Passwords passwords, PasswordWork hashing,
        SignInTries tries, Feed feed, TimeProvider time, CancellationToken ct)
    {
        if (Passwords.Check("newPassword", request.NewPassword) is { } refusal) return refusal.ToProblem();
        var id = Guid.Parse(http.User.FindFirstValue(AgentClaims.Person)!);
        await work.BeginReadAsync(TenantScope.Nobody, ct);
        var person = await db.PersonWithId(id).AsNoTracking().SingleAsync(ct);
        await work.CommitAsync(ct);

        // Wrong passwords are counted as at sign-in, so that nobody can guess at an unattended screen.
        using var turn = await tries.BeginAsync(http, person.NormalizedEmail!, ct);
        if (turn.Wait is { } wait) return AgentRefusals.TooManyTries(wait).After(http, wait);
        if (await hashing.TryRunAsync(http, () => passwords.Check(person, request.CurrentPassword), ct) is not { } match) return PasswordWork.Busy(http);
        var isRight = match.Person is not null && await db.MayEnterAsync(work, person);
        turn.Ended(entered: isRight);
        if (!isRight) return AgentRefusals.CurrentPasswordWrong.ToProblem();

        if (await hashing.TryRunAsync(http, () => passwords.Hash(person, request.NewPassword), ct) is not { } hash) return PasswordWork.Busy(http);
        if (await db.TryChangePasswordAsync(work, feed, id, person.SecurityStamp!, hash, ct) is not { } changed) return AgentRefusals.CurrentPasswordWrong.ToProblem();
        await http.SignInAsync(changed, stay: false, time.GetUtcNow());
        return TypedResults.NoContent();
    }
}
