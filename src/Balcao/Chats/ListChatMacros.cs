using Balcao.Agents;
using Balcao.Contract;
using Balcao.Macros;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Variables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>The macros for the composer: the chat's group decides, and the texts have the chat's values already.</summary>
public static class ListChatMacros
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/chats/{id}/macros", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(ListChatMacros)).WithSummary("List the macros for a chat").WithTags("Macros")
        .WithDescription("Those of the tenant and of the chat's group, by name, with the chat's values in place of the variables. The caller is the agent of the texts.")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<Ok<Page<MacroItem>>, ProblemHttpResult>> Handle(
        ChatId id, CurrentAgent agent, BalcaoDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.Chats.VisibleTo(agent, db).AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } chat)
            return InputRefusals.NotFound.ToProblem();
        var values = await ChatVariables.LoadAsync(db, id, agent.Id, time.GetUtcNow(), ct);
        var macros = await db.Macros.OfGroup(chat.GroupId).ToItemsAsync(db, macro => TextOf(macro, values), ct);
        return TypedResults.Ok(new Page<MacroItem>(macros, null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }

    internal static string? TextOf(Macro macro, VariableValues values) => macro.Text is { } text ? VariableText.Expand(text, values) : null;
}
