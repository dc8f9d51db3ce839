using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

public static class CreateMacro
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/macros", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(CreateMacro)).WithSummary("Create a macro").WithTags("Macros")
        .WithDescription("A text, files, actions, or several of them. Files are uploaded before by `POST /api/uploads`. The actions are carried out after text and files are sent: tags, category, the closing, the ticket's status, the transfer.")
        .Refuses([.. MacroContent.Refusals, MacroRefusals.TooMany])
        .WithExample(MacroContent.Example);

    static async Task<Results<Created<MacroItem>, ProblemHttpResult>> Handle(
        SaveMacroRequest request, CurrentAgent agent, BalcaoDb db, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var id = MacroId.New(now);
        if (await MacroContent.CheckAsync(db, id, request, ct) is { } refusal) return refusal.ToProblem();
        // The limit only keeps the list readable: two administrators at the same moment may exceed it by one.
        if (await db.Macros.CountAsync(ct) >= MacroLimits.PerTenant) return MacroRefusals.TooMany.ToProblem();
        var macro = new Macro { TenantId = agent.TenantId, Id = id, Name = "" };
        MacroContent.Apply(macro, request);
        db.Add(macro);
        if (await MacroFiles.ReplaceAsync(db, id, agent, request.Files, now, ct) is { } unusable) return unusable.ToProblem();
        await db.SaveChangesAsync(ct);
        var item = (await db.Macros.Where(m => m.Id == id).ToItemsAsync(db, ct))[0];
        audit.Created("macro", id, AuditedMacro.Of(item));
        return TypedResults.Created((string?)null, item);
    }
}
