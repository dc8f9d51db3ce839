using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Contacts;

public static class ListContacts
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/contacts", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("Contacts you may see, newest first; with q those whose name, username or phone has words that begin so (a phone: any part of three digits or more). A page may have few or no items and a next one.");

    private static async Task<Results<Ok<Page<ContactItem>>, ProblemHttpResult>> Handle(
        string? q, string? cursor, int? limit, CurrentAgent agent, BalcaoDb db, SearchIndex search, CancellationToken ct)
    {
        if (!Cursor.TryRead(cursor, out var behind)) return InputRefusals.CursorInvalid.ToProblem();
        var contacts = db.Contacts.AsNoTracking().VisibleTo(agent, db);
        var last = new ContactId(behind?.Id ?? Guid.AllBitsSet);
        var most = Cursor.Limit(limit);
        IReadOnlyList<Contact> page = [];
        // Where a search stopped that looked at as many rows as it may: the next page goes on there, even if this one is empty.
        SearchPlace? stoppedAt = null;
        if (SearchText.Query(q) is { Count: > 0 } words)
        {
            (page, stoppedAt) = await search.FindAsync<ContactWords, Contact>(db, words, new SearchPlace(0, last.Value), most + 1, Visibility.SeesAll(agent.Role), found =>
            {
                ContactId[] ids = [.. found.Select(w => w.ContactId)];
                return contacts.Where(c => ids.Contains(c.Id)).OrderByDescending(c => c.Id);
            }, ct);
        }
        else if (string.IsNullOrWhiteSpace(q))
        {
            page = await contacts.Where(c => c.Id < last).OrderByDescending(c => c.Id).Take(most + 1).ToListAsync(ct);
        }

        var end = page.Count > most ? page[most - 1].Id.Value : stoppedAt?.Key;
        var next = end is { } key ? new Cursor(0, 0, key).ToString() : null;
        return TypedResults.Ok(new Page<ContactItem>(
            [.. page.Take(most).Select(c => c.ToItem())], next, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }
}
