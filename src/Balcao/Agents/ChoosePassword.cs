using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

/// <summary>A person with a password link chooses the password. This does not sign them in.</summary>
public static class ChoosePassword
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/password-choices", Handle).AllowAnonymous().RequireRateLimiting(RateLimits.Codes).WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(ChoosePassword)).WithSummary("Choose a password with the code of a link").WithTags("Session")
        .Refuses(AgentRefusals.PasswordLinkDead, AgentRefusals.PasswordTooShort, InputRefusals.Required("password"), AgentRefusals.PasswordsBusy, LimitRefusals.TooManyRequests)
        .WithExample(new ChoosePasswordRequest { Code = "CfDJ8N…", Password = "uma senha bem longa" });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChoosePasswordRequest request, HttpContext http, BalcaoDb db, UnitOfWork work, Passwords passwords, PasswordWork hashing, SignInTries tries,
        PasswordLinks links, Feed feed, CancellationToken ct)
    {
        if (links.Read(request.Code) is not var (id, stamp)) return AgentRefusals.PasswordLinkDead.ToProblem();
        if (Passwords.Check("password", request.Password) is { } refusal) return refusal.ToProblem();
        if (await hashing.TryRunAsync(http, () => passwords.Hash(new Person(), request.Password), ct) is not { } hash) return PasswordWork.Busy(http);
        if (await db.TryChangePasswordAsync(work, feed, id, stamp, hash, ct) is not { } person) return AgentRefusals.PasswordLinkDead.ToProblem();
        tries.Forget(person.NormalizedEmail!);
        return TypedResults.NoContent();
    }
}
