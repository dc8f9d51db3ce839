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
/// An agent uses a macro in a chat they serve: text and files are sent as any message, then the actions are carried out, in one
/// transaction. Nothing is done if the text cannot be sent: a chat is never closed without the last words being on their way. An action
/// that is refused is told, and the others are carried out.
/// </summary>
public static class ApplyMacro
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chats/{id}/macro-applications", Handle).RequireAuthorization(Permission.ServeChats)
        .WithName(nameof(ApplyMacro)).WithSummary("Apply a macro to a chat").WithTags("Macros")
        .WithDescription("Sends text and files, then carries out the actions; nothing is done if a message is refused. `outcomes` names each action, and why it was refused if it was. The same clientKey again answers the first messages.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("clientKey"), ChatRefusals.Closed, ChatRefusals.NotTaken, ChatRefusals.HeldByAnother)
        .WithExample(new ApplyMacroRequest { MacroId = MacroId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000002")), ClientKey = "01JD2N60" });

    static async Task<Results<Ok<MacroApplied>, ProblemHttpResult>> Handle(
        ChatId id, ApplyMacroRequest request, CurrentAgent agent, BalcaoDb db, UnitOfWork work, Feed feed,
        StorageEngine engine, MacroActions actions, TimeProvider time, CancellationToken ct)
    {
        if (Check(request) is { } wrong) return wrong.ToProblem();
        if (await ServedConversation.OfChatAsync(db, agent, id, ct) is not { Chat: { } chat } served) return InputRefusals.NotFound.ToProblem();
        // First: the macro may have passed the chat on to a group that does not have it.
        if (await SentAsync(db, chat.ConversationId, request.ClientKey, ct) is { Count: > 0 } earlier) return TypedResults.Ok(new MacroApplied(earlier, []));
        if (await db.Macros.OfGroup(chat.GroupId).AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.MacroId, ct) is not { } macro)
            return InputRefusals.NotFound.About("macroId").ToProblem();

        var now = time.GetUtcNow();
        if (served.CheckServedBy(agent.Id) is { } refusal) return refusal.ToProblem();
        var toDo = macro.ReadActions();
        await actions.LockAsync(toDo, agent.Id, ct);
        var text = request.Text ?? ListChatMacros.TextOf(macro, await ChatVariables.LoadAsync(db, id, agent.Id, now, ct));
        var files = await db.MacroFiles.AsNoTracking().Of(macro.Id).ToListAsync(ct);
        var messages = MacroMessages.New(served.Conversation, id, agent.Id, string.IsNullOrWhiteSpace(text) ? null : text.Trim(), files, request.ClientKey, now);
        if (messages.Count > 0 && await served.CheckMaySendAsync(db, agent.Id, now, ct) is { } unsendable) return unsendable.ToProblem();
        foreach (var (message, file) in messages)
        {
            if (file is not null && MediaCopies.JobFor(agent.TenantId, message.Id, message.Kind, now) is { } copy) db.Add(copy);
            var media = file is null ? null : MacroMessages.MediaOf(message, file);
            if (await AgentMessage.SaveAsync(db, work, feed, engine, message, media, served.Conversation.ContactId, ct) is not null)
                return TypedResults.Ok(new MacroApplied(await SentAsync(db, chat.ConversationId, request.ClientKey, ct), []));
        }
        var outcomes = await actions.CarryOutAsync(toDo, id, agent, now, ct);
        return TypedResults.Ok(new MacroApplied(await SentAsync(db, chat.ConversationId, request.ClientKey, ct), outcomes));
    }

    private static Refusal? Check(ApplyMacroRequest request) =>
        AgentMessage.CheckKey(request.ClientKey) is { } keyless ? keyless
        : request.ClientKey.Length > MacroLimits.ClientKey ? InputRefusals.TooLong("clientKey", MacroLimits.ClientKey)
        : request.Text is { Length: > MessageLimits.Text } ? InputRefusals.TooLong("text", MessageLimits.Text)
        : null;

    /// <summary>The messages that were sent with the key, in their order.</summary>
    private static async Task<IReadOnlyList<MessageItem>> SentAsync(BalcaoDb db, ConversationId conversation, string key, CancellationToken ct)
    {
        var keys = MacroMessages.KeysOf(key);
        var ids = await db.Messages.Where(m => m.ConversationId == conversation && keys.Contains(m.ClientKey)).Select(m => m.Id).ToListAsync(ct);
        return [.. (await MessageItems.LoadAsync(db, ids, ct)).OrderBy(m => m.Id.Value)];
    }
}
