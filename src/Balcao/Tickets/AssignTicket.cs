using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>Says who is responsible for a ticket. That agent need not be of its group, and sees it only if they see the contact.</summary>
public static class AssignTicket
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/tickets/{id}/owner", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Gives the ticket an owner, or none. The owner must be enabled and see the ticket.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("ownerId"), InputRefusals.ChangedMeanwhile, TicketRefusals.Final, TicketRefusals.Merged)
        .WithExample(new AssignTicketRequest { Version = 3, OwnerId = AgentId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000001")) });

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, AssignTicketRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, ITicketChats chats, TimeProvider time, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, request.Version, ct);
        if (refusal is not null || found is not { } ticket) return refusal!.ToProblem();
        if (await ApplyAsync(new TicketWork(db, feed, chats, agent, time.GetUtcNow()), ticket, request.OwnerId, ct) is { } refused) return refused.ToProblem();
        return TypedResults.Ok((await TicketViews.LoadAsync(db, agent, chats, id, ct))!);
    }

    /// <summary>Null if the ticket now has the owner; otherwise nothing has changed.</summary>
    internal static async Task<Refusal?> ApplyAsync(TicketWork work, Ticket ticket, AgentId? ownerId, CancellationToken ct)
    {
        var db = work.Db;
        if (ticket.IsFinal) return TicketRefusals.Final;
        var owner = ownerId is { } wanted ? await db.Agents.AsNoTracking().SingleOrDefaultAsync(a => a.Id == wanted && a.IsEnabled, ct) : null;
        if (ownerId is not null && (owner is null || !await SeesAsync(db, owner, ticket.Id, ct))) return InputRefusals.Invalid("ownerId");
        if (ticket.OwnerId == owner?.Id) return null;
        var before = ticket.OwnerId is { } former ? await db.Agents.Where(a => a.Id == former).Select(a => a.Name).SingleOrDefaultAsync(ct) : null;
        ticket.OwnerId = owner?.Id;
        await TicketToChange.SaveAsync(work, ticket, TicketActionKind.Assigned, [new TicketChange("owner", before, owner?.Name)], ct);
        return null;
    }

    private static Task<bool> SeesAsync(BalcaoDb db, Agent owner, TicketId id, CancellationToken ct) =>
        db.Tickets.VisibleTo(new CurrentAgent(owner.TenantId, owner.Id, owner.Role), db).AnyAsync(t => t.Id == id, ct);
}
