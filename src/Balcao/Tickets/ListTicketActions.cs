using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class ListTicketActions
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tickets/{id}/actions", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("What happened to a ticket, oldest first. A transcript names its chat, whose messages are a list of their own.")
        .Refuses(InputRefusals.NotFound, InputRefusals.CursorInvalid);

    private static async Task<Results<Ok<Page<TicketActionItem>>, ProblemHttpResult>> Handle(
        TicketId id, string? cursor, int? limit, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        if (!Cursor.TryRead(cursor, out var before)) return InputRefusals.CursorInvalid.ToProblem();
        if (!await db.Tickets.VisibleTo(agent, db).AnyAsync(t => t.Id == id, ct)) return InputRefusals.NotFound.ToProblem();

        var actions = db.TicketActions.AsNoTracking().Where(a => a.TicketId == id);
        if (before is { } place)
        {
            var (at, last) = (place.Instant, new TicketActionId(place.Id));
            actions = actions.Where(a => a.At >= at && (a.At > at || a.Id > last));
        }
        var most = Cursor.Limit(limit);
        var found = await (
            from action in actions
            join person in db.Agents on new { action.TenantId, Id = action.AuthorId } equals new { person.TenantId, Id = (AgentId?)person.Id } into authors
            from author in authors.DefaultIfEmpty()
            orderby action.At, action.Id
            select new { action.Id, action.Kind, action.At, action.AuthorId, AuthorName = author!.Name, action.ChatId, action.MessageId, action.Text, action.Changes }).Take(most + 1).ToListAsync(ct);

        var next = found.Count > most ? Cursor.At(0, found[most - 1].At, found[most - 1].Id.Value).ToString() : null;
        var answers = (await MessageItems.LoadAsync(db, [.. found.Take(most).Select(a => a.MessageId).OfType<MessageId>()], ct)).ToDictionary(m => m.Id);
        TicketActionId[] shown = [.. found.Take(most).Select(a => a.Id)];
        var files = await db.TicketFiles.AsNoTracking().Where(f => shown.Contains(f.ActionId)).ToDictionaryAsync(f => f.ActionId, ct);
        return TypedResults.Ok(new Page<TicketActionItem>(
            [
                .. found.Take(most).Select(action => new TicketActionItem(
                    action.Id, action.Kind, action.At, action.AuthorId is { } author ? new AgentName(author, action.AuthorName) : null, action.ChatId)
                {
                    IsPublic = TicketAction.IsPublicKind(action.Kind),
                    Text = action.Text,
                    Changes = TicketChanges.Read(action.Changes),
                    File = files.GetValueOrDefault(action.Id)?.ToItem(id),
                    Message = action.MessageId is { } answer ? answers.GetValueOrDefault(answer) : null,
                }),
            ],
            next, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }
}
