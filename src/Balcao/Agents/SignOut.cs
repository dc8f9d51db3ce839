using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

public static class SignOut
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/session", (Delegate)Handle).AllowAnonymous().WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(SignOut)).WithSummary("Sign out at this screen").WithTags("Session");

    static async Task<NoContent> Handle(HttpContext http)
    {
        await http.SignOutAsync(AgentClaims.ByCookie);
        return TypedResults.NoContent();
    }
}
