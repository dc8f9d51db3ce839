using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

public static class ListMessages
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/conversations/{id}/messages", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("The conversation's messages, newest first; the cursor goes back in time.");

    private static async Task<Results<Ok<Page<MessageItem>>, ProblemHttpResult>> Handle(
        ConversationId id, string? cursor, int? limit, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        if (!Cursor.TryRead(cursor, out var behind)) return InputRefusals.CursorInvalid.ToProblem();
        if (!await db.Conversations.VisibleTo(agent, db).AnyAsync(c => c.Id == id, ct)) return InputRefusals.NotFound.ToProblem();

        var messages = db.Messages.AsNoTracking().Where(m => m.ConversationId == id);
        if (behind is { } place)
        {
            var (at, last) = (place.Instant, new MessageId(place.Id));
            messages = messages.Where(m => m.At <= at && (m.At < at || m.Id < last));
        }
        var most = Cursor.Limit(limit);
        var found = await messages.OrderByDescending(m => m.At).ThenByDescending(m => m.Id)
            .Select(m => new { m.Id, m.At }).Take(most + 1).ToListAsync(ct);

        var items = await MessageItems.LoadAsync(db, [.. found.Take(most).Select(m => m.Id)], ct);
        var next = found.Count > most ? Cursor.At(0, found[most - 1].At, found[most - 1].Id.Value).ToString() : null;
        return TypedResults.Ok(new Page<MessageItem>(items, next, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }
}
