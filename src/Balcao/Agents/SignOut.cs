using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

public static class SignOut
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/session", Handle).AllowAnonymous().WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(SignOut)).WithSummary("Sign out at this screen").WithTags("Session")
        .WithDescription("The sign-in ends: a copy of the cookie opens nothing any more, and live connections made with it are cut.");

    static async Task<NoContent> Handle(HttpContext http, SignIns signIns)
    {
        await signIns.EndCurrentAsync(http);
        await http.SignOutAsync(AgentClaims.ByCookie);
        return TypedResults.NoContent();
    }
}
