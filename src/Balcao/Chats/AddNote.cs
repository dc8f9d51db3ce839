using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>An internal note in the chat: agents read it, the customer never does. It is not charged and opens no window.</summary>
public static class AddNote
{
    private const int LongestNote = 4096;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chats/{id}/notes", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Add an internal note").WithTags("Chats").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
        .WithExample(new AddNoteRequest { ClientKey = "01JD2N5Z", Text = "Cliente prefere retirar na loja." });

    static async Task<Results<Ok<MessageItem>, ProblemHttpResult>> Handle(
        ChatId id, AddNoteRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, TimeProvider time, CancellationToken ct)
    {
        if ((InputRefusals.Check("text", request.Text, LongestNote) ?? AgentMessage.CheckKey(request.ClientKey)) is { } refusal) return refusal.ToProblem();
        if (await db.Chats.VisibleTo(agent, db).AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } chat)
            return InputRefusals.NotFound.ToProblem();
        if (await AgentMessage.FirstAsync(db, chat.ConversationId, request.ClientKey, ct) is { } first) return TypedResults.Ok(first);
        if (chat.Status is ChatStatus.Closed) return ChatRefusals.Closed.ToProblem();

        var conversation = await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == chat.ConversationId, ct);
        var now = time.GetUtcNow();
        var note = new Message
        {
            TenantId = chat.TenantId, Id = MessageId.New(now), ConversationId = chat.ConversationId, ChannelId = conversation.ChannelId, ChatId = chat.Id,
            Direction = MessageDirection.Internal, Kind = MessageKind.Note, At = now, StoredAt = now, Text = request.Text.Trim(),
            AuthorId = agent.Id, ClientKey = request.ClientKey,
        };
        RecordMessage.Into(db, feed, conversation, note);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok((await MessageItems.LoadAsync(db, [note.Id], ct))[0]);
    }
}
