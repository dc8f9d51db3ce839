using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

public static class ListSignInsOfAgent
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/agents/{id}/sign-ins", Handle).RequireAuthorization(Permission.Administer).OnlyAtScreen()
        .WithName(nameof(ListSignInsOfAgent)).WithSummary("List where an agent is signed in").WithTags("Agents")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<Ok<Page<SignInItem>>, ProblemHttpResult>> Handle(
        AgentId id, ClaimsPrincipal principal, BalcaoDb db, SignIns signIns, CancellationToken ct)
    {
        if (!await db.Agents.AnyAsync(a => a.Id == id, ct)) return InputRefusals.NotFound.ToProblem();
        return TypedResults.Ok(await signIns.ListAsync(id.Value, CurrentSignIn.Of(principal)!.Id, ct));
    }
}
