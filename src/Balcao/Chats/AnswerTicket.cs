using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// A public answer to a ticket, sent in the conversation it came from. It opens no chat. It is refused outside the 24-hour window
/// (rule A8) and while another agent serves the conversation.
/// </summary>
public static class AnswerTicket
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/tickets/{id}/answers", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Answers the customer from the ticket with a text or an uploaded file; opens no chat. The same clientKey again answers the first message. Refused outside the 24-hour window (window.closed).")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("text"), MediaRefusals.UploadNotFound, MediaRefusals.NoCaption, TicketRefusals.Final, TicketRefusals.Merged, ChatRefusals.HeldByAnother, SendRefusals.WindowClosed, SendRefusals.WindowNeverOpened)
        .WithExample(new AnswerTicketRequest { ClientKey = "01JD2N60", Text = "Bom dia! A peça chegou, pode retirar na loja." });

    private static async Task<Results<Ok<MessageItem>, ProblemHttpResult>> Handle(
        TicketId id, AnswerTicketRequest request, CurrentAgent agent, BalcaoDb db, UnitOfWork work, Feed feed, StorageEngine engine, TimeProvider time, CancellationToken ct)
    {
        if (AgentMessage.CheckKey(request.ClientKey) is { } keyless) return keyless.ToProblem();
        if (MessageFaults.Of(new SendMessageRequest { ClientKey = request.ClientKey, Text = request.Text, UploadId = request.UploadId }).FirstOrDefault() is { } fault)
            return SendRefusals.Of(fault).ToProblem();
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, version: null, ct);
        if (found is not { } ticket) return refusal!.ToProblem();
        if (await AgentMessage.FirstAsync(db, ticket.ConversationId, request.ClientKey, ct) is { } first) return TypedResults.Ok(first);
        if (refusal is not null) return refusal.ToProblem();
        if (ticket.IsFinal) return TicketRefusals.Final.ToProblem();
        if (await ServedConversation.OfConversationAsync(db, agent, ticket.ConversationId, ct) is not { } served) return InputRefusals.NotFound.ToProblem();
        var now = time.GetUtcNow();
        if (await served.CheckMayAnswerAsync(db, agent.Id, now, ct) is { } wrong) return wrong.ToProblem();

        var upload = request.UploadId is { } uploadId ? await db.Uploads.SingleOrDefaultAsync(u => u.Id == uploadId && u.AgentId == agent.Id, ct) : null;
        if (request.UploadId is not null && upload is null) return MediaRefusals.UploadNotFound.ToProblem();
        var text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text;
        if (AgentMessage.CheckCaption(text, upload) is { } unsuited) return unsuited.ToProblem();

        var message = AgentMessage.NewText(served.Conversation, served.Chat?.Id, agent.Id, text, request.ClientKey, now, upload?.Kind ?? MessageKind.Text);
        var media = upload is null ? null : AgentMessage.Take(db, upload, message, now);
        if (await TicketOfTakenChat.AttendAsync(db, ticket, agent.Id, now, ct) is { } attended) db.Add(attended);
        db.Add(ticket.AnswerOf(message.Id, agent.Id, now));
        feed.TicketChanged(ticket.TenantId, ticket.Id, ticket.ContactId);
        if (await AgentMessage.SaveAsync(db, work, feed, engine, message, media, ticket.ContactId, ct) is { } earlier) return TypedResults.Ok(earlier);
        return TypedResults.Ok((await MessageItems.LoadAsync(db, [message.Id], ct))[0]);
    }
}
