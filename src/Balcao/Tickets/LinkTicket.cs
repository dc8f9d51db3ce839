using System.Globalization;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>
/// Links two tickets of the tenant, both of which the agent sees. An agent who sees only one of them sees the number of the other, and
/// may remove the link.
/// </summary>
public static class LinkTicket
{
    /// <summary>The most links of one ticket.</summary>
    public const int Most = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/tickets/{id}/links/{protocol}", Add).RequireAuthorization(Permission.ServeChats)
            .WithSummary("Links the ticket to another one, by its number. The same link again changes nothing.")
            .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("protocol"), TicketRefusals.TooManyLinks, InputRefusals.ChangedMeanwhile, TicketRefusals.Merged);
        routes.MapDelete("/api/tickets/{id}/links/{protocol}", Remove).RequireAuthorization(Permission.ServeChats)
            .WithSummary("Removes the link to another ticket, which the caller need not see.")
            .Refuses(InputRefusals.NotFound, InputRefusals.ChangedMeanwhile);
    }

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Add(
        TicketId id, long protocol, CurrentAgent agent, BalcaoDb db, Feed feed, ITicketChats chats, TimeProvider time, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, version: null, ct);
        if (refusal is not null || found is not { } ticket) return refusal!.ToProblem();
        // One that the agent does not see and one that does not exist get the same answer.
        if (await db.Tickets.VisibleTo(agent, db).SingleOrDefaultAsync(t => t.Protocol == protocol && t.Id != id, ct) is not { } other)
            return InputRefusals.Invalid("protocol").ToProblem();

        var linked = await db.TicketLinks.OthersOf(id).ToListAsync(ct);
        if (!linked.Contains(other.Id))
        {
            if (linked.Count >= Most || await db.TicketLinks.Of(other.Id).CountAsync(ct) >= Most) return TicketRefusals.TooManyLinks.ToProblem();
            db.Add(TicketLink.Between(ticket, other));
            await SaveAsync(db, feed, TicketActionKind.Linked, ticket, other, agent.Id, time.GetUtcNow(), ct);
        }
        return TypedResults.Ok((await TicketViews.LoadAsync(db, agent, chats, id, ct))!);
    }

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Remove(
        TicketId id, long protocol, CurrentAgent agent, BalcaoDb db, Feed feed, ITicketChats chats, TimeProvider time, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, version: null, ct);
        if (refusal is not null || found is not { } ticket) return refusal!.ToProblem();
        var others = db.TicketLinks.OthersOf(id);
        if (await db.Tickets.SingleOrDefaultAsync(t => t.Protocol == protocol && others.Contains(t.Id), ct) is not { } other)
            return InputRefusals.NotFound.ToProblem();

        db.Remove(await db.TicketLinks.Of(id).SingleAsync(l => l.FirstId == other.Id || l.SecondId == other.Id, ct));
        await SaveAsync(db, feed, TicketActionKind.Unlinked, ticket, other, agent.Id, time.GetUtcNow(), ct);
        return TypedResults.Ok((await TicketViews.LoadAsync(db, agent, chats, id, ct))!);
    }

    /// <summary>An action of both tickets, which names the other by its number.</summary>
    private static async Task SaveAsync(
        BalcaoDb db, Feed feed, TicketActionKind kind, Ticket ticket, Ticket other, AgentId by, DateTimeOffset now, CancellationToken ct)
    {
        db.Add(other.ActionOf(kind, now, by, null, ChangeOf(kind, ticket)));
        feed.TicketChanged(other.TenantId, other.Id, other.ContactId);
        await TicketToChange.SaveAsync(db, feed, ticket, ticket.ActionOf(kind, now, by, null, ChangeOf(kind, other)), ct);
    }

    private static TicketChange ChangeOf(TicketActionKind kind, Ticket named)
    {
        var number = named.Protocol.ToString(CultureInfo.InvariantCulture);
        return kind is TicketActionKind.Linked ? new("link", null, number) : new("link", number, null);
    }
}
