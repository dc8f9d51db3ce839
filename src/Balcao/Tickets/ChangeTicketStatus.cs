using Balcao.Agents;
using Balcao.Contract;
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
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("status"), InputRefusals.Required("waitingReason"), TicketRefusals.ChangedMeanwhile,
            TicketRefusals.Final, TicketRefusals.HasOpenChat)
        .WithExample(new ChangeTicketStatusRequest { Version = 3, Status = TicketStatus.Waiting, WaitingReason = "Peça encomendada" });

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, ChangeTicketStatusRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, ITicketChats chats, TimeProvider time, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, request.Version, ct);
        if (refusal is not null || found is not { } ticket) return refusal!.ToProblem();
        var (before, reason, now) = (ticket.Status, ticket.WaitingReason, time.GetUtcNow());
        if (ticket.ChangeTo(request.Status, request.WaitingReason, now) is { } wrong) return wrong.ToProblem();
        if (ticket.Status is TicketStatus.Resolved or TicketStatus.Closed or TicketStatus.Cancelled && await chats.HasOpenAsync(id, ct))
            return TicketRefusals.HasOpenChat.ToProblem();

        if ((before, reason) != (ticket.Status, ticket.WaitingReason))
        {
            var action = ticket.Note(
                ticket.Status is TicketStatus.Resolved ? TicketActionKind.Resolved : before is TicketStatus.Resolved && !ticket.IsFinal ? TicketActionKind.Reopened : TicketActionKind.StatusChanged,
                now, agent.Id, null,
                [new TicketChange("status", TicketChanges.NameOf(before), TicketChanges.NameOf(ticket.Status)), .. ReasonOf(reason, ticket.WaitingReason)]);
            await TicketToChange.SaveAsync(db, feed, ticket, action, ct);
            await chats.AnnounceAsync(ticket, ct);
        }
        return TypedResults.Ok((await TicketViews.LoadAsync(db, agent, chats, id, ct))!);
    }

    private static IEnumerable<TicketChange> ReasonOf(string? before, string? now) => before == now ? [] : [new TicketChange("reason", before, now)];
}
