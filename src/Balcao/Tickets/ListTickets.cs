using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class ListTickets
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tickets", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("Tickets you may see. Filters: status (several by comma, or open), owner (an id, me, none), group, urgency, tag, contact, category (with those below it), q (a protocol, or beginnings of words of the subject or the contact), origin (a number's id), from and to (days, in zone or the tenant's zone), field (a field's id, a colon, the value). Order: newest, oldest, changed, unchanged, urgent.")
        .Refuses(InputRefusals.CursorInvalid, InputRefusals.Invalid("status"));

    private static async Task<Results<Ok<TicketList>, ProblemHttpResult>> Handle(
        [AsParameters] AskedTickets asked, string? cursor, int? limit, CurrentAgent agent, BalcaoDb db, SearchIndex search, CancellationToken ct)
    {
        if (!TicketQuery.TryRead(asked.Filter, out var query, out var wrong)) return wrong!.ToProblem();
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

/// <summary>The query of the list of tickets and of its file.</summary>
public sealed record AskedTickets
{
    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    [FromQuery(Name = "owner")]
    public string? Owner { get; init; }

    [FromQuery(Name = "group")]
    public string? Group { get; init; }

    [FromQuery(Name = "urgency")]
    public string? Urgency { get; init; }

    [FromQuery(Name = "tag")]
    public string? Tag { get; init; }

    [FromQuery(Name = "contact")]
    public string? Contact { get; init; }

    [FromQuery(Name = "category")]
    public string? Category { get; init; }

    [FromQuery(Name = "origin")]
    public string? Origin { get; init; }

    [FromQuery(Name = "from")]
    public string? From { get; init; }

    [FromQuery(Name = "to")]
    public string? To { get; init; }

    [FromQuery(Name = "zone")]
    public string? Zone { get; init; }

    [FromQuery(Name = "field")]
    public string? Field { get; init; }

    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    [FromQuery(Name = "order")]
    public string? Order { get; init; }

    internal TicketFilter Filter => new()
    {
        Status = Status, Owner = Owner, Group = Group, Urgency = Urgency, Tag = Tag, Contact = Contact, Category = Category,
        Origin = Origin, From = From, To = To, Zone = Zone, Field = Field, Q = Q, Order = Order,
    };
}
