using System.Security.Claims;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

public static class ListSignInsOfOperator
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/operators/{id}/sign-ins", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ListSignInsOfOperator)).WithSummary("List where an operator is signed in").WithTags("Back office")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<Ok<Page<SignInItem>>, ProblemHttpResult>> Handle(
        PersonId id, ClaimsPrincipal principal, BalcaoDb db, SignIns signIns, CancellationToken ct)
    {
        if (!await db.Persons.AnyAsync(p => p.Id == id.Value && p.TenantId == null, ct)) return InputRefusals.NotFound.ToProblem();
        return TypedResults.Ok(await signIns.ListAsync(id.Value, CurrentSignIn.Of(principal)!.Id, ct));
    }
}
