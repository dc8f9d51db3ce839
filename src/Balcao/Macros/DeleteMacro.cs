using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

public static class DeleteMacro
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/macros/{id}", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(DeleteMacro)).WithSummary("Delete a macro").WithTags("Macros")
        .WithDescription("What was sent with it stays.")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(MacroId id, BalcaoDb db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.Macros.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } macro) return InputRefusals.NotFound.ToProblem();
        db.Remove(macro);
        audit.Deleted("macro", id, AuditedMacro.Of(macro));
        return TypedResults.NoContent();
    }
}
