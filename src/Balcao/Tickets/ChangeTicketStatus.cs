using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Tickets;

/// <summary>An agent gives a ticket a status by hand. While a chat of it is open, the ticket ends with the chat and not before.</summary>
public static class ChangeTicketStatus
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/tickets/{id}/status", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Gives the ticket a status. Waiting needs a reason; closed and cancelled are final.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("status"), InputRefusals.Required("waitingReason"), InputRefusals.ChangedMeanwhile,
            TicketRefusals.Final, TicketRefusals.Merged, TicketRefusals.HasOpenChat)
        .WithExample(new ChangeTicketStatusRequest { Version = 3, Status = TicketStatus.Waiting, WaitingReason = "Peça encomendada" });

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, ChangeTicketStatusRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, ITicketChats chats, TimeProvider time, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, request.Version, ct);
        if (refusal is not null || found is not { } ticket) return refusal!.ToProblem();
        if (await ApplyAsync(new TicketWork(db, feed, chats, agent, time.GetUtcNow()), ticket, request.Status, request.WaitingReason, ct) is { } refused) return refused.ToProblem();
        return TypedResults.Ok((await TicketViews.LoadAsync(db, agent, chats, id, ct))!);
    }

    /// <summary>Null if the ticket now has the status; otherwise nothing has changed.</summary>
    internal static async Task<Refusal?> ApplyAsync(TicketWork work, Ticket ticket, TicketStatus status, string? waitingReason, CancellationToken ct)
    {
        var (before, reason) = (ticket.Status, ticket.WaitingReason);
        if (ticket.IsFinal) return TicketRefusals.Final;
        if (status is TicketStatus.Resolved or TicketStatus.Closed or TicketStatus.Cancelled)
        {
            await work.Db.Conversations.Where(c => c.Id == ticket.ConversationId).EndingAsync(ct);
            if (await work.Chats.HasOpenAsync(ticket.Id, ct)) return TicketRefusals.HasOpenChat;
        }
        if (ticket.ChangeTo(status, waitingReason, work.Now) is { } wrong) return wrong;
        if ((before, reason) == (ticket.Status, ticket.WaitingReason)) return null;
        await TicketToChange.SaveAsync(
            work, ticket,
            ticket.Status is TicketStatus.Resolved ? TicketActionKind.Resolved : before is TicketStatus.Resolved && !ticket.IsFinal ? TicketActionKind.Reopened : TicketActionKind.StatusChanged,
            [new TicketChange("status", TicketChanges.NameOf(before), TicketChanges.NameOf(ticket.Status)), .. ReasonOf(reason, ticket.WaitingReason)], ct);
        await work.Chats.AnnounceAsync(ticket, ct);
        return null;
    }

    private static IEnumerable<TicketChange> ReasonOf(string? before, string? now) => before == now ? [] : [new TicketChange("reason", before, now)];
}
