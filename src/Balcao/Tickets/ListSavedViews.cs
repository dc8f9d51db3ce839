using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class ListSavedViews
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ticket-views", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("The caller's own views of the list of tickets, and those that are shared with everybody, by name. There are 150 at most.");

    private static async Task<Ok<Page<SavedViewItem>>> Handle(CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        var chosen = await db.DefaultViewOfAsync(agent.Id, ct);
        var views = await db.SavedViews.AsNoTracking().VisibleTo(agent).OrderBy(v => v.Name).ThenBy(v => v.Id).ToListAsync(ct);
        return TypedResults.Ok(new Page<SavedViewItem>([.. views.Select(v => v.ToItem(chosen))], null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }
}
