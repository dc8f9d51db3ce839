using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Macros;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// An agent uses a macro in a chat they serve: the text is sent as any message, and the actions are carried out, in one transaction.
/// It is all or nothing: a chat is never closed without the last words being on their way.
/// </summary>
public static class ApplyMacro
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chats/{id}/macro-applications", Handle).RequireAuthorization(Permission.ServeChats)
        .WithName(nameof(ApplyMacro)).WithSummary("Apply a macro to a chat").WithTags("Macros")
        .WithDescription("Sends the text and carries out the actions, all or nothing. The same clientKey again answers the first message. `skipped` names actions that are stored but not carried out.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("clientKey"), ChatRefusals.Closed, ChatRefusals.NotTaken, ChatRefusals.HeldByAnother)
        .WithExample(new ApplyMacroRequest { MacroId = MacroId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000002")), ClientKey = "01JD2N60" });

    static async Task<Results<Ok<MacroApplied>, ProblemHttpResult>> Handle(
        ChatId id, ApplyMacroRequest request, CurrentAgent agent, BalcaoDb db, UnitOfWork work, Feed feed,
        StorageEngine engine, AttendanceBell bell, TimeProvider time, CancellationToken ct)
    {
        if (AgentMessage.CheckKey(request.ClientKey) is { } keyless) return keyless.ToProblem();
        if (request.Text is { Length: > MessageLimits.Text }) return InputRefusals.TooLong("text", MessageLimits.Text).ToProblem();
        if (await ServedConversation.OfChatAsync(db, agent, id, ct) is not { Chat: { } chat } served) return InputRefusals.NotFound.ToProblem();
        if (await db.Macros.OfGroup(chat.GroupId).AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.MacroId, ct) is not { } macro)
            return InputRefusals.NotFound.About("macroId").ToProblem();
        var actions = macro.ReadActions();
        IReadOnlyList<MacroActionKind> skipped = [.. actions.Select(a => a.Kind).Except(MacroAction.CarriedOut)];
        if (await AgentMessage.FirstAsync(db, chat.ConversationId, request.ClientKey, ct) is { } first) return TypedResults.Ok(new MacroApplied(first, skipped));

        var now = time.GetUtcNow();
        if (served.CheckServedBy(agent.Id) is { } refusal) return refusal.ToProblem();
        var text = request.Text ?? ListChatMacros.TextOf(macro, await ChatVariables.LoadAsync(db, id, agent.Id, now, ct));
        var message = string.IsNullOrWhiteSpace(text) ? null : AgentMessage.NewText(served.Conversation, chat.Id, agent.Id, text.Trim(), request.ClientKey, now);
        if (message is not null)
        {
            if (served.CheckMaySend(agent.Id, now) is { } unsendable) return unsendable.ToProblem();
            if (await AgentMessage.SaveAsync(db, work, feed, engine, message, media: null, served.Conversation.ContactId, ct) is { } earlier)
                return TypedResults.Ok(new MacroApplied(earlier, skipped));
        }
        // Last, whatever the order in the macro: nothing can be done with a closed chat.
        if (actions.FirstOrDefault(a => a.Kind is MacroActionKind.CloseChat) is { } close)
        {
            var closing = await db.Chats.SingleAsync(c => c.Id == id, ct);
            if (await CloseChat.InAsync(db, work, feed, engine, bell, closing, close.ResolvesTicket is true, agent.Id, now, ct) is { } unclosable) return unclosable.ToProblem();
        }
        var sent = message is null ? null : (await MessageItems.LoadAsync(db, [message.Id], ct))[0];
        return TypedResults.Ok(new MacroApplied(sent, skipped));
    }
}
