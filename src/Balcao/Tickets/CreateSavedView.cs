using System.Security.Claims;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class CreateSavedView
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/ticket-views", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Keeps a filter of the list of tickets under a name: for the caller, or, by an administrator, for everybody. A person has 50 at most, and 100 are shared.")
        .Refuses(InputRefusals.Required("name"), InputRefusals.TooLong("filter", SavedViewLimits.Filter), InputRefusals.Invalid("status"), TicketRefusals.ViewNameTaken,
            TicketRefusals.ViewIsShared, TicketRefusals.TooManyViews(SavedViewLimits.PerAgent))
        .WithExample(new CreateSavedViewRequest { Name = "Urgentes sem responsável", Filter = SavedViewContent.Example });

    private static async Task<Results<Ok<SavedViewItem>, ProblemHttpResult>> Handle(
        CreateSavedViewRequest request, CurrentAgent agent, ClaimsPrincipal caller, BalcaoDb db, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (request.IsShared && !SavedViewContent.MayShare(caller)) return TicketRefusals.ViewIsShared.ToProblem();
        AgentId? owner = request.IsShared ? null : agent.Id;
        var id = SavedViewId.New(time.GetUtcNow());
        if (await SavedViewContent.CheckAsync(db, id, owner, request.Name, request.Filter, ct) is { } refusal) return refusal.ToProblem();
        // The limit only keeps the list readable: two requests at the same moment may exceed it by one.
        var most = request.IsShared ? SavedViewLimits.Shared : SavedViewLimits.PerAgent;
        if (await db.SavedViews.CountAsync(v => v.OwnerId == owner, ct) >= most) return TicketRefusals.TooManyViews(most).ToProblem();
        var view = new SavedView { TenantId = agent.TenantId, Id = id, OwnerId = owner, Name = request.Name.Trim(), Filter = SavedView.Stored(request.Filter) };
        db.Add(view);
        if (request.IsShared) audit.Created("savedView", id, AuditedView.Of(view));
        return TypedResults.Ok(view.ToItem(null));
    }
}
