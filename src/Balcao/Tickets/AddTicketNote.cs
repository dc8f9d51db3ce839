using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>An internal action: agents read it, the customer never does. It may be added to a ticket in any status, but not to one that was merged.</summary>
public static class AddTicketNote
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/tickets/{id}/notes", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Adds an internal note to the ticket: a text, an uploaded file, or both. The same id again changes nothing.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("text"), InputRefusals.TooLong("text", TicketLimits.LongestNote), MediaRefusals.UploadNotFound, InputRefusals.ChangedMeanwhile, TicketRefusals.Merged)
        .WithExample(new AddTicketNoteRequest { Id = TicketActionId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000003")), Text = "Nota fiscal conferida." });

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        TicketId id, AddTicketNoteRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, TimeProvider time, CancellationToken ct)
    {
        if ((request.UploadId is null || !string.IsNullOrWhiteSpace(request.Text)) && InputRefusals.Check("text", request.Text, TicketLimits.LongestNote) is { } wrong)
            return wrong.ToProblem();
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, version: null, ct);
        if (found is not { } ticket) return refusal!.ToProblem();
        if (await db.TicketActions.AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Id, ct) is { } known)
            return known.TicketId == (ticket.MergedIntoId ?? id) && known.AuthorId == agent.Id ? TypedResults.NoContent() : InputRefusals.ChangedMeanwhile.ToProblem();
        if (refusal is not null) return refusal.ToProblem();

        if (request.UploadId is { } uploadId)
        {
            if (await db.Uploads.SingleOrDefaultAsync(u => u.Id == uploadId && u.AgentId == agent.Id, ct) is not { } upload) return MediaRefusals.UploadNotFound.ToProblem();
            db.Add(TicketFile.Of(request.Id, upload));
            db.Remove(upload);
        }
        await TicketToChange.SaveAsync(db, feed, ticket, ticket.NoteOf(request.Id, string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim(), agent.Id, time.GetUtcNow()), ct);
        return TypedResults.NoContent();
    }
}
