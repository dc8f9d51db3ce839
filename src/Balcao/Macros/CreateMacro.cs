using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Variables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

public static class CreateMacro
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/macros", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(CreateMacro)).WithSummary("Create a macro").WithTags("Macros")
        .WithDescription("A text, actions, or both. The actions are carried out in their order after the text is sent, and the chat is closed last.")
        .Refuses(InputRefusals.Required("name"), InputRefusals.Invalid("actions"), VariableRefusals.Unknown("text", ""), MacroRefusals.Empty, MacroRefusals.NameTaken, MacroRefusals.TooMany)
        .WithExample(MacroContent.Example);

    static async Task<Results<Created<MacroItem>, ProblemHttpResult>> Handle(
        SaveMacroRequest request, CurrentAgent agent, BalcaoDb db, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        var id = MacroId.New(time.GetUtcNow());
        if (await MacroContent.CheckAsync(db, id, request, ct) is { } refusal) return refusal.ToProblem();
        // Two administrators at the same moment may pass the limit by one: it only keeps the list readable.
        if (await db.Macros.CountAsync(ct) >= MacroLimits.PerTenant) return MacroRefusals.TooMany.ToProblem();
        var macro = new Macro { TenantId = agent.TenantId, Id = id, Name = "" };
        MacroContent.Apply(macro, request);
        db.Add(macro);
        await db.SaveChangesAsync(ct);
        audit.Created("macro", id, AuditedMacro.Of(macro));
        return TypedResults.Created((string?)null, (await db.Macros.Where(m => m.Id == id).ToItemsAsync(db, ct))[0]);
    }
}
