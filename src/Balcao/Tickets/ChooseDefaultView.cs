using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>Each person chooses the view with which their own list of tickets begins.</summary>
public static class ChooseDefaultView
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/me/default-ticket-view", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Chooses the view with which the caller's list of tickets begins, or none.")
        .Refuses(InputRefusals.Invalid("viewId"))
        .WithExample(new ChooseDefaultViewRequest { ViewId = SavedViewId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000006")) });

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(ChooseDefaultViewRequest request, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        if (request.ViewId is { } wanted && !await db.SavedViews.VisibleTo(agent).AnyAsync(v => v.Id == wanted, ct)) return InputRefusals.Invalid("viewId").ToProblem();
        var there = await db.DefaultViews.SingleOrDefaultAsync(d => d.AgentId == agent.Id, ct);
        if (request.ViewId is not { } chosen)
        {
            if (there is not null) db.Remove(there);
        }
        else if (there is not null) there.ViewId = chosen;
        else db.Add(new DefaultView { TenantId = agent.TenantId, AgentId = agent.Id, ViewId = chosen });
        return TypedResults.NoContent();
    }
}
