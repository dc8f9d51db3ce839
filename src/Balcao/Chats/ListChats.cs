using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// The lists of chats: waiting ones by longest wait, then those in service by newest activity; closed ones newest first.
/// A chat in service only moves towards the front. If it passes the cursor between two pages, the feed reports it.
/// </summary>
public static class ListChats
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/chats", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("Chats you may see: waiting (longest first), then in service (newest activity first); closed ones (newest first) only by status=closed (or waiting, inService). With mine, those in service with you.");

    private static async Task<Results<Ok<Page<ChatItem>>, ProblemHttpResult>> Handle(
        string? status, bool? mine, string? cursor, int? limit, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        if (SectionsOf(status) is not { } sections) return InputRefusals.Invalid("status").ToProblem();
        if (!Cursor.TryRead(cursor, out var after) || (after is { } given && !sections.Contains((ChatStatus)given.Section)))
            return InputRefusals.CursorInvalid.ToProblem();

        var visible = db.Chats.AsNoTracking().VisibleTo(agent, db);
        if (mine is true) visible = visible.Where(c => c.AgentId == agent.Id);

        var most = Cursor.Limit(limit);
        var found = new List<Cursor>();
        foreach (var section in sections.SkipWhile(s => after is { } a && s != (ChatStatus)a.Section))
        {
            var behind = after is { } a && section == (ChatStatus)a.Section ? after : null;
            var places = await Places(visible, section, behind, db).Take(most + 1 - found.Count).ToListAsync(ct);
            found.AddRange(places.Select(place => Cursor.At((byte)section, place.At, place.Id.Value)));
        }

        var items = await ChatItems.LoadAsync(db, [.. found.Take(most).Select(place => new ChatId(place.Id))], ct);
        var next = found.Count > most ? found[most - 1].ToString() : null;
        return TypedResults.Ok(new Page<ChatItem>(items, next, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }

    /// <summary>The names as in JSON, in any case: minimal APIs would accept only the exact C# names of the enum.</summary>
    private static ChatStatus[]? SectionsOf(string? status) =>
        string.IsNullOrEmpty(status) ? [ChatStatus.Waiting, ChatStatus.InService]
        : Enum.GetNames<ChatStatus>().Contains(status, StringComparer.OrdinalIgnoreCase) ? [Enum.Parse<ChatStatus>(status, ignoreCase: true)]
        : null;

    private static IQueryable<Place> Places(IQueryable<Chat> chats, ChatStatus section, Cursor? behind, BalcaoDb db) => section switch
    {
        ChatStatus.Waiting => LongestWaiting(chats, behind),
        ChatStatus.InService => NewestActivity(chats, behind, db),
        _ => NewestClosed(chats, behind),
    };

    // The plain range on the time lets the index scan start there; the second condition orders equal times.
    private static IQueryable<Place> LongestWaiting(IQueryable<Chat> chats, Cursor? behind)
    {
        var waiting = chats.Where(c => c.Status == ChatStatus.Waiting);
        if (behind is { } cursor)
        {
            var (at, id) = (cursor.Instant, new ChatId(cursor.Id));
            waiting = waiting.Where(c => c.WaitingSince >= at && (c.WaitingSince > at || c.Id > id));
        }
        return waiting.OrderBy(c => c.WaitingSince).ThenBy(c => c.Id).Select(c => new Place { Id = c.Id, At = c.WaitingSince });
    }

    private static IQueryable<Place> NewestActivity(IQueryable<Chat> chats, Cursor? behind, BalcaoDb db)
    {
        var served =
            from chat in chats.Where(c => c.Status == ChatStatus.InService)
            join conversation in db.Conversations on new { chat.TenantId, Id = chat.ConversationId } equals new { conversation.TenantId, conversation.Id }
            select new Place { Id = chat.Id, At = conversation.LastActivityAt };
        return NewestFirst(served, behind);
    }

    private static IQueryable<Place> NewestClosed(IQueryable<Chat> chats, Cursor? behind) => NewestFirst(
        chats.Where(c => c.Status == ChatStatus.Closed).Select(c => new Place { Id = c.Id, At = c.ClosedAt!.Value }), behind);

    private static IQueryable<Place> NewestFirst(IQueryable<Place> places, Cursor? behind)
    {
        if (behind is { } cursor)
        {
            var (at, id) = (cursor.Instant, new ChatId(cursor.Id));
            places = places.Where(p => p.At <= at && (p.At < at || p.Id < id));
        }
        return places.OrderByDescending(p => p.At).ThenByDescending(p => p.Id);
    }

    private sealed record Place
    {
        public required ChatId Id { get; init; }

        public required DateTimeOffset At { get; init; }
    }
}
