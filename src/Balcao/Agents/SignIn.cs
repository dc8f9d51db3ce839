using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

public static class SignIn
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/session", Handle).AllowAnonymous().WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(SignIn)).WithSummary("Sign in at a screen").WithTags("Session")
        .WithDescription("Sets the cookie `balcao`. After five wrong passwords in a row the person is locked out for 15 minutes, with the same answer.")
        .Refuses(AgentRefusals.SignInRefused)
        .WithExample(new SignInRequest { Email = "ana@loja.example", Password = "uma senha bem longa", StaySignedIn = true });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        SignInRequest request, HttpContext http, BalcaoDb db, UnitOfWork work, Passwords passwords, TimeProvider time, CancellationToken ct)
    {
        var email = Person.NormalizeEmail(request.Email);
        await work.BeginReadAsync(TenantScope.Nobody, ct);
        var person = await db.PersonWithEmail(email).AsNoTracking().SingleOrDefaultAsync(ct);
        await work.CommitAsync(ct);

        var matches = passwords.Matches(person, request.Password);
        var now = time.GetUtcNow();
        if (person is null || !await db.TryEnterAsync(work, person, matches, now)) return AgentRefusals.SignInRefused.ToProblem();
        await http.SignInAsync(person, request.StaySignedIn, now);
        return TypedResults.NoContent();
    }
}
