using System.Security.Claims;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>Changes a view's name and filter, or deletes the view: one's own, or, as an administrator, a shared one.</summary>
public static class ChangeSavedView
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/ticket-views/{id}", Handle).RequireAuthorization(Permission.ServeChats)
            .WithSummary("Changes a view's name and filter. Administrators change the shared ones.")
            .Refuses(InputRefusals.NotFound, InputRefusals.Required("name"), InputRefusals.TooLong("filter", SavedViewLimits.Filter), InputRefusals.Invalid("status"),
                TicketRefusals.ViewNameTaken, TicketRefusals.ViewIsShared, StaleSave.Example)
            .WithExample(new ChangeSavedViewRequest { Name = "Urgentes sem responsável", Filter = SavedViewContent.Example });
        routes.MapDelete("/api/ticket-views/{id}", HandleDelete).RequireAuthorization(Permission.ServeChats)
            .WithSummary("Deletes a view. For those whose list began with it, the list begins with the open tickets.")
            .Refuses(InputRefusals.NotFound, TicketRefusals.ViewIsShared);
    }

    private static async Task<Results<Ok<SavedViewItem>, ProblemHttpResult>> Handle(
        SavedViewId id, ChangeSavedViewRequest request, CurrentAgent agent, ClaimsPrincipal caller, BalcaoDb db, AuditTrail audit, CancellationToken ct)
    {
        var (found, refusal) = await FindAsync(db, id, agent, caller, ct);
        if (refusal is not null || found is not { } view) return refusal!.ToProblem();
        if (await StaleSave.CheckAsync(db, agent, "savedView", id.Value, request.Version, view.Version, ct) is { } stale) return stale.ToProblem();
        if (await SavedViewContent.CheckAsync(db, id, view.OwnerId, request.Name, request.Filter, ct) is { } wrong) return wrong.ToProblem();
        var before = AuditedView.Of(view);
        (view.Name, view.Filter) = (request.Name.Trim(), SavedView.Stored(request.Filter));
        await db.SaveChangesAsync(ct);
        if (view.OwnerId is null) audit.Changed("savedView", id, before, AuditedView.Of(view));
        return TypedResults.Ok(view.ToItem(await db.DefaultViewOfAsync(agent.Id, ct)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleDelete(
        SavedViewId id, CurrentAgent agent, ClaimsPrincipal caller, BalcaoDb db, AuditTrail audit, CancellationToken ct)
    {
        var (found, refusal) = await FindAsync(db, id, agent, caller, ct);
        if (refusal is not null || found is not { } view) return refusal!.ToProblem();
        db.Remove(view);
        if (view.OwnerId is null) audit.Deleted("savedView", id, AuditedView.Of(view));
        return TypedResults.NoContent();
    }

    private static async Task<(SavedView? View, Refusal? Refusal)> FindAsync(BalcaoDb db, SavedViewId id, CurrentAgent agent, ClaimsPrincipal caller, CancellationToken ct) =>
        await db.SavedViews.VisibleTo(agent).SingleOrDefaultAsync(v => v.Id == id, ct) is not { } view ? (null, InputRefusals.NotFound)
        : view.OwnerId is null && !SavedViewContent.MayShare(caller) ? (null, TicketRefusals.ViewIsShared)
        : (view, null);
}
