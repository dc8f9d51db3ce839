using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Variables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

public static class SaveMacro
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/macros/{id}", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(SaveMacro)).WithSummary("Save a macro").WithTags("Macros")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("name"), InputRefusals.Invalid("actions"), VariableRefusals.Unknown("text", ""), MacroRefusals.Empty, MacroRefusals.NameTaken)
        .WithExample(MacroContent.Example);

    static async Task<Results<Ok<MacroItem>, ProblemHttpResult>> Handle(MacroId id, SaveMacroRequest request, BalcaoDb db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.Macros.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } macro) return InputRefusals.NotFound.ToProblem();
        if (await MacroContent.CheckAsync(db, id, request, ct) is { } refusal) return refusal.ToProblem();
        var before = AuditedMacro.Of(macro);
        MacroContent.Apply(macro, request);
        await db.SaveChangesAsync(ct);
        audit.Changed("macro", id, before, AuditedMacro.Of(macro));
        return TypedResults.Ok((await db.Macros.Where(m => m.Id == id).ToItemsAsync(db, ct))[0]);
    }
}
