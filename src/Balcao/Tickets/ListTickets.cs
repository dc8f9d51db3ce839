using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class ListTickets
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tickets", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("Tickets you may see. Filters: status (several by comma, or open), owner (an id, me, none), group, urgency, tag, contact, category (with those below it), q (a protocol, or beginnings of words of the subject or the contact). Order: newest, oldest, changed.")
        .Refuses(InputRefusals.CursorInvalid, InputRefusals.Invalid("status"));

    private static async Task<Results<Ok<TicketList>, ProblemHttpResult>> Handle(
        string? status, string? owner, string? group, string? urgency, string? tag, string? contact, string? category, string? q, string? order,
        string? cursor, int? limit, CurrentAgent agent, BalcaoDb db, SearchIndex search, CancellationToken ct)
    {
        var filter = new TicketFilter { Status = status, Owner = owner, Group = group, Urgency = urgency, Tag = tag, Contact = contact, Category = category, Q = q, Order = order };
        if (!TicketQuery.TryRead(filter, out var query, out var wrong)) return wrong!.ToProblem();
        if (!Cursor.TryRead(cursor, out var behind) || (behind is { } given && given.Section != (byte)query.Order)) return InputRefusals.CursorInvalid.ToProblem();

        var tickets = await query.OfAsync(db, agent, search, ct);
        var most = Cursor.Limit(limit);
        var places = await query.Places(tickets, behind).Take(most + 1).ToListAsync(ct);
        var items = await TicketViews.LoadAsync(db, [.. places.Take(most).Select(p => p.Id)], ct);
        var next = places.Count > most ? query.CursorAt(places[most - 1]).ToString() : null;
        var count = behind is null && next is null ? items.Count : await tickets.Take(TicketList.MostCounted).CountAsync(ct);
        return TypedResults.Ok(new TicketList(items, next, await db.NewestFeedNumberAsync(agent.TenantId, ct), count));
    }
}
