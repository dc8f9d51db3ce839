using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// An agent answers: message, ledger line, outbox and feed in one transaction. The client's key identifies the message: if the
/// same key is sent again, at once or after a lost answer, the first message is returned.
/// </summary>
public static class SendMessage
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chats/{id}/messages", Handle)
        .RequireAuthorization(Permission.ServeChats)
        .WithMetadata(BodyLimit.Large)
        .WithSummary("Sends a text, an uploaded file, a location, contacts, reply buttons or a list in a chat one serves. The same clientKey again answers the first message. Refused outside the 24-hour window (window.closed).")
        .WithExample(new SendMessageRequest { ClientKey = "01JD2N5Y", Text = "Bom dia! Já separei o seu pedido." });

    private static async Task<Results<Ok<MessageItem>, NotFound, ProblemHttpResult>> Handle(
        ChatId id, SendMessageRequest request, CurrentAgent agent, BalcaoDb db, UnitOfWork work, Feed feed,
        StorageEngine engine, TimeProvider time, CancellationToken ct)
    {
        if (AgentMessage.CheckKey(request.ClientKey) is { } keyless) return keyless.ToProblem();
        if (await ServedConversation.OfChatAsync(db, agent, id, ct) is not { } served) return TypedResults.NotFound();
        if (await AgentMessage.FirstAsync(db, served.Conversation.Id, request.ClientKey, ct) is { } first) return TypedResults.Ok(first);
        var now = time.GetUtcNow();
        if (await served.CheckMaySendAsync(db, agent.Id, now, ct) is { } refusal) return refusal.ToProblem();

        var upload = request.UploadId is { } uploadId
            ? await db.Uploads.SingleOrDefaultAsync(u => u.Id == uploadId && u.AgentId == agent.Id, ct) : null;
        if (request.UploadId is not null && upload is null) return MediaRefusals.UploadNotFound.ToProblem();
        var text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text;
        if (Check(request, text, upload) is { } wrong) return wrong.ToProblem();
        var quoted = request.ReplyTo is { } quotedId
            ? await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == quotedId && m.ConversationId == served.Conversation.Id, ct) : null;
        if (request.ReplyTo is not null && quoted is null or { Direction: MessageDirection.Internal }) return SendRefusals.QuoteNotHere.ToProblem();
        if (quoted is { RevokedAt: not null }) return SendRefusals.Revoked.About("replyTo").ToProblem();

        var message = new Message
        {
            TenantId = agent.TenantId, Id = MessageId.New(now), ConversationId = served.Conversation.Id, ChannelId = served.Conversation.ChannelId,
            ChatId = id, Direction = MessageDirection.Outbound, Kind = OutgoingContent.KindOf(request, upload), At = now, StoredAt = now,
            Text = text, Content = OutgoingContent.Of(request)?.ToJson(), AuthorId = agent.Id, ClientKey = request.ClientKey, QuotedId = quoted?.Id, QuotedWamid = quoted?.Wamid,
        };
        message.Advance(DeliveryStatus.Queued, now);
        var media = upload is null ? null : AgentMessage.Take(db, upload, message, now);
        if (await AgentMessage.SaveAsync(db, work, feed, engine, message, media, served.Conversation.ContactId, ct) is { } earlier)
            return TypedResults.Ok(earlier);
        return TypedResults.Ok((await MessageItems.LoadAsync(db, [message.Id], ct))[0]);
    }

    private static Refusal? Check(SendMessageRequest request, string? text, Upload? upload) =>
        MessageFaults.Of(request).FirstOrDefault() is { } fault ? SendRefusals.Of(fault) : AgentMessage.CheckCaption(text, upload);
}
