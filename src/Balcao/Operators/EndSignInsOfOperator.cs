using System.Globalization;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

/// <summary>An operator signs an operator out everywhere, also themselves.</summary>
public static class EndSignInsOfOperator
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/back-office/operators/{id}/sign-ins", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(EndSignInsOfOperator)).WithSummary("Sign an operator out everywhere").WithTags("Back office")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        PersonId id, BalcaoDb db, SignIns signIns, SecurityEvents events, CancellationToken ct)
    {
        if (!await db.Persons.AnyAsync(p => p.Id == id.Value && p.TenantId == null, ct)) return InputRefusals.NotFound.ToProblem();
        var ended = await signIns.EndAllAsync(id.Value, null, ct);
        events.Add(SecurityEventKind.SignInsEnded, null, id.Value, ended.ToString(CultureInfo.InvariantCulture));
        return TypedResults.NoContent();
    }
}
