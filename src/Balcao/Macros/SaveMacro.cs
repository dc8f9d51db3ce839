using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

public static class SaveMacro
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/macros/{id}", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(SaveMacro)).WithSummary("Save a macro").WithTags("Macros")
        .WithDescription("The files that it names no more are taken from the macro. What was sent with it stays.")
        .Refuses([InputRefusals.NotFound, .. MacroContent.Refusals, StaleSave.Example])
        .WithExample(MacroContent.Example);

    static async Task<Results<Ok<MacroItem>, ProblemHttpResult>> Handle(
        MacroId id, SaveMacroRequest request, CurrentAgent agent, BalcaoDb db, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        var asked = db.Macros.Where(m => m.Id == id);
        if (await asked.SingleOrDefaultAsync(ct) is not { } macro) return InputRefusals.NotFound.ToProblem();
        if (await StaleSave.CheckAsync(db, agent, "macro", id.Value, request.Version, macro.Version, ct) is { } stale) return stale.ToProblem();
        if (await MacroContent.CheckAsync(db, id, request, ct) is { } refusal) return refusal.ToProblem();
        var before = (await asked.ToItemsAsync(db, ct))[0];
        if (await MacroFiles.ReplaceAsync(db, id, agent, request.Files, time.GetUtcNow(), ct) is { } unusable) return unusable.ToProblem();
        MacroContent.Apply(macro, request);
        // The files are rows of their own: without this a change of them alone would keep the version.
        if (!request.Files.Select(f => f.FileId).SequenceEqual(before.Files.Select(f => (MacroFileId?)f.Id))) db.Entry(macro).Property(m => m.Version).IsModified = true;
        await db.SaveChangesAsync(ct);
        var item = (await asked.ToItemsAsync(db, ct))[0];
        audit.Changed("macro", id, AuditedMacro.Of(before), AuditedMacro.Of(item));
        return TypedResults.Ok(item);
    }
}
