using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

/// <summary>A person with a password link chooses the password. This does not sign them in.</summary>
public static class ChoosePassword
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/password-choices", Handle).AllowAnonymous().WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(ChoosePassword)).WithSummary("Choose a password with the code of a link").WithTags("Session")
        .Refuses(AgentRefusals.PasswordLinkDead, AgentRefusals.PasswordTooShort, InputRefusals.Required("password"))
        .WithExample(new ChoosePasswordRequest { Code = "CfDJ8N…", Password = "uma senha bem longa" });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChoosePasswordRequest request, BalcaoDb db, UnitOfWork work, Passwords passwords, PasswordLinks links, Feed feed, CancellationToken ct)
    {
        if (links.Read(request.Code) is not var (id, stamp)) return AgentRefusals.PasswordLinkDead.ToProblem();
        if (Passwords.Check("password", request.Password) is { } refusal) return refusal.ToProblem();
        var hash = passwords.Hash(new Person(), request.Password);
        return await db.TryChangePasswordAsync(work, feed, id, stamp, hash, ct) is null
            ? AgentRefusals.PasswordLinkDead.ToProblem()
            : TypedResults.NoContent();
    }
}
