using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>Moves a ticket to another group, whose members see the contact's history from then on. An open chat keeps its group.</summary>
public static class MoveTicket
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/tickets/{id}/group", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Moves the ticket to another group. Its members then see the contact's whole history.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("groupId"), InputRefusals.ChangedMeanwhile, TicketRefusals.Final, TicketRefusals.Merged)
        .WithExample(new MoveTicketRequest { Version = 3, GroupId = ChatGroupId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000002")) });

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, MoveTicketRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, ITicketChats chats, TimeProvider time, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, request.Version, ct);
        if (refusal is not null || found is not { } ticket) return refusal!.ToProblem();
        if (await ApplyAsync(new TicketWork(db, feed, chats, agent, time.GetUtcNow()), ticket, request.GroupId, ct) is { } refused) return refused.ToProblem();
        return TypedResults.Ok((await TicketViews.LoadAsync(db, agent, chats, id, ct))!);
    }

    /// <summary>Null if the ticket is now of the group.</summary>
    internal static async Task<Refusal?> ApplyAsync(TicketWork work, Ticket ticket, ChatGroupId groupId, CancellationToken ct)
    {
        var db = work.Db;
        if (ticket.IsFinal) return TicketRefusals.Final;
        var groups = await db.ChatGroups.AsNoTracking().Where(g => g.Id == ticket.GroupId || g.Id == groupId).ToListAsync(ct);
        if (groups.Find(g => g.Id == groupId) is not { } target || (!target.IsEnabled && target.Id != ticket.GroupId)) return InputRefusals.Invalid("groupId");
        if (ticket.GroupId == target.Id) return null;
        var before = groups.Single(g => g.Id == ticket.GroupId).Name;
        ticket.GroupId = target.Id;
        await Visibility.GrantAsync(db, ticket.TenantId, ticket.ContactId, target.Id, ct);
        await TicketToChange.SaveAsync(work, ticket, TicketActionKind.Moved, [new TicketChange("group", before, target.Name)], ct);
        return null;
    }
}
