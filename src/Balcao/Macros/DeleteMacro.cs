using Balcao.Agents;
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

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(MacroId id, CurrentAgent agent, BalcaoDb db, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        var asked = db.Macros.Where(m => m.Id == id);
        if (await asked.SingleOrDefaultAsync(ct) is not { } macro) return InputRefusals.NotFound.ToProblem();
        audit.Deleted("macro", id, AuditedMacro.Of((await asked.ToItemsAsync(db, ct))[0]));
        MacroFiles.GiveBack(db, await db.MacroFiles.Of(id).ToListAsync(ct), agent, time.GetUtcNow());
        db.Remove(macro);
        return TypedResults.NoContent();
    }
}
