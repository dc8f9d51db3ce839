using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

/// <summary>A person ends one of their own sign-ins, for instance at a computer they have left.</summary>
public static class EndSignIn
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/session/sign-ins/{id}", Handle).RequireAuthorization().OnlyAtScreen()
        .WithName(nameof(EndSignIn)).WithSummary("End one of your sign-ins").WithTags("Session")
        .WithDescription("Its cookie opens nothing any more, and its live connection is cut. Ending it again changes nothing.")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        SignInId id, ClaimsPrincipal principal, SignIns signIns, SecurityEvents events, CancellationToken ct)
    {
        var current = CurrentSignIn.Of(principal)!;
        if (await signIns.EndOneAsync(current.Person, current.Tenant, id, ct) is not { } ended) return InputRefusals.NotFound.ToProblem();
        if (ended) events.Add(SecurityEventKind.SignInsEnded, current.Tenant, current.Person, "1");
        return TypedResults.NoContent();
    }
}
