using System.Security.Claims;
using Balcao.Contract;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

public static class ListSignIns
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/session/sign-ins", Handle).RequireAuthorization().OnlyAtScreen()
        .WithName(nameof(ListSignIns)).WithSummary("List where you are signed in").WithTags("Session")
        .WithDescription("Newest first. Those that have ended are not in it.");

    static async Task<Ok<Page<SignInItem>>> Handle(ClaimsPrincipal principal, SignIns signIns, CancellationToken ct)
    {
        var current = CurrentSignIn.Of(principal)!;
        return TypedResults.Ok(await signIns.ListAsync(current.Person, current.Id, ct));
    }
}
