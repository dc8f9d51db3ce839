using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

public static class ListOperators
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/operators", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ListOperators)).WithSummary("List the operators").WithTags("Back office");

    static async Task<Ok<Page<OperatorItem>>> Handle(BalcaoDb db, CancellationToken ct)
    {
        var operators = await db.Persons.AsNoTracking().Where(p => p.TenantId == null).OrderBy(p => p.OperatorName).ThenBy(p => p.Id).ToListAsync(ct);
        return TypedResults.Ok(new Page<OperatorItem>(operators.ConvertAll(p => new OperatorItem(p.PersonId, p.OperatorName!, p.Email!, p.IsEnabled)), null, 0));
    }
}
