using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>The lists of a ticket's messages.</summary>
internal static class TicketMessages
{
    /// <summary>A page of the messages, oldest first.</summary>
    public static async Task<Page<MessageItem>> PageAsync(BalcaoDb db, CurrentAgent agent, IQueryable<Message> messages, Cursor? behind, int? limit, CancellationToken ct)
    {
        if (behind is { } place)
        {
            var (at, last) = (place.Instant, new MessageId(place.Id));
            messages = messages.Where(m => m.At >= at && (m.At > at || m.Id > last));
        }
        var most = Cursor.Limit(limit);
        var found = await messages.OrderBy(m => m.At).ThenBy(m => m.Id).Select(m => new { m.Id, m.At }).Take(most + 1).ToListAsync(ct);
        var items = await MessageItems.LoadAsync(db, [.. found.Take(most).Select(m => m.Id)], ct);
        var next = found.Count > most ? Cursor.At(0, found[most - 1].At, found[most - 1].Id.Value).ToString() : null;
        return new Page<MessageItem>(items, next, await db.NewestFeedNumberAsync(agent.TenantId, ct));
    }
}
