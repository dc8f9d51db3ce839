using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

public static class SignIn
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/session", Handle).AllowAnonymous().RequireRateLimiting(RateLimits.SignIns).WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(SignIn)).WithSummary("Sign in at a screen").WithTags("Session")
        .WithDescription("Sets the cookie `balcao`, under https `__Host-balcao`. After some wrong passwords in a row the same address must wait before it tries again, longer each time: 429 with `Retry-After`. "
            + "A sign-in ends 12 hours after its last request, for a person who stays signed in after 14 days, and after 30 days in any case.")
        .Refuses(AgentRefusals.SignInRefused, AgentRefusals.TooManyTries(TimeSpan.Zero), AgentRefusals.PasswordsBusy, LimitRefusals.TooManyRequests)
        .WithExample(new SignInRequest { Email = "ana@loja.example", Password = "uma senha bem longa", StaySignedIn = true });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        SignInRequest request, HttpContext http, BalcaoDb db, UnitOfWork work, Passwords passwords, PasswordWork hashing, SignInTries tries,
        SignIns signIns, SecurityEvents events, CancellationToken ct)
    {
        var email = Person.NormalizeEmail(request.Email);
        using var turn = await tries.BeginAsync(http, email, ct);
        if (turn.Wait is { } wait)
        {
            await events.RecordAsync(SecurityEventKind.SignInLimited, null);
            return AgentRefusals.TooManyTries(wait).After(http, wait);
        }
        await work.BeginReadAsync(TenantScope.Nobody, ct);
        var found = await db.PersonWithEmail(email).AsNoTracking().SingleOrDefaultAsync(ct);
        await work.CommitAsync(ct);

        if (await hashing.TryRunAsync(http, () => passwords.Check(found, request.Password), ct) is not { } match) return PasswordWork.Busy(http);
        var hasEntered = match.Person is { } person && await signIns.BeginAsync(http, person, request.StaySignedIn);
        turn.Ended(hasEntered);
        if (hasEntered) return TypedResults.NoContent();
        await events.RecordAsync(SecurityEventKind.SignInFailed, found?.TenantId, found?.Id);
        return AgentRefusals.SignInRefused.ToProblem();
    }
}
