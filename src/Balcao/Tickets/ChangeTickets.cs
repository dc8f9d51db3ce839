using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Tickets;

/// <summary>One change for many tickets. Each is a unit of work of its own, so that one that is refused takes nothing from the others.</summary>
public static class ChangeTickets
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/tickets/changes", Handle).RequireAuthorization(Permission.ServeChats).WithMetadata(new WithoutUnitOfWork())
        .WithSummary("Makes the same change of up to 100 tickets: owner, group, status, a tag, category. The answer has a result for each: done, or the refusal that the change of this ticket alone would get.")
        .Refuses(InputRefusals.Required("ticketIds"), InputRefusals.Invalid("change"), TicketRefusals.TooManyAtOnce)
        .WithExample(new ChangeTicketsRequest
        {
            TicketIds = [TicketId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000005"))], Change = TicketsChange.AddTag, Tag = "troca",
        });

    private static async Task<Results<Ok<TicketsChanged>, ProblemHttpResult>> Handle(
        ChangeTicketsRequest request, CurrentAgent agent, UnitsOfWork units, StorageEngine engine, TimeProvider time, CancellationToken ct)
    {
        if (Check(request) is { } wrong) return wrong.ToProblem();
        var results = new List<TicketChangeResult>();
        Refusal? refusal = null;
        foreach (var id in request.TicketIds.Distinct())
        {
            // While the database is unavailable, each further ticket would wait for it in vain.
            if (refusal?.Code != StorageExceptionHandler.Unavailable.Code) refusal = await AloneAsync(units, engine, agent.TenantId, open => ChangeAsync(open, agent, id, request, time.GetUtcNow(), ct), ct);
            results.Add(new TicketChangeResult(id, refusal?.ToItem()));
        }
        return TypedResults.Ok(new TicketsChanged(results));
    }

    /// <summary>A conflict or a database that is unavailable is this ticket's refusal: the tickets before it are changed already.</summary>
    private static async Task<Refusal?> AloneAsync(UnitsOfWork units, StorageEngine engine, TenantId tenant, Func<OpenWork, Task<Refusal?>> change, CancellationToken ct)
    {
        try
        {
            return await units.WriteAsync(TenantScope.Of(tenant), async open =>
            {
                var refused = await change(open);
                if (refused is not null) await open.Unit.RollbackAsync();
                return refused;
            }, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && StorageExceptionHandler.RefusalOf(e, engine) is not null)
        {
            return StorageExceptionHandler.RefusalOf(e, engine);
        }
    }

    /// <summary>Whether the request has what its change needs. What a ticket does not allow is the result of that ticket.</summary>
    private static Refusal? Check(ChangeTicketsRequest request) =>
        request.TicketIds.Count == 0 ? InputRefusals.Required("ticketIds")
        : request.TicketIds.Count > ChangeTicketsRequest.Most ? TicketRefusals.TooManyAtOnce
        : request.Change switch
        {
            TicketsChange.Group when request.GroupId is null => InputRefusals.Required("groupId"),
            TicketsChange.Status when request.Status is null => InputRefusals.Required("status"),
            TicketsChange.AddTag or TicketsChange.RemoveTag => InputRefusals.Check("tag", request.Tag, TicketLimits.LongestTag),
            _ => Enum.IsDefined(request.Change) ? null : InputRefusals.Invalid("change"),
        };

    private static async Task<Refusal?> ChangeAsync(OpenWork open, CurrentAgent agent, TicketId id, ChangeTicketsRequest request, DateTimeOffset now, CancellationToken ct)
    {
        // Without a version: if somebody changed the ticket meanwhile, it was another field, or this change is the newer one.
        var (found, refusal) = await TicketToChange.FindAsync(open.Db, agent, id, version: null, ct);
        if (refusal is not null || found is not { } ticket) return refusal;
        var work = new TicketWork(open.Db, open.Feed, open.Services.GetRequiredService<ITicketChats>(), agent, now);
        return request.Change switch
        {
            TicketsChange.Owner => await AssignTicket.ApplyAsync(work, ticket, request.OwnerId, ct),
            TicketsChange.Group => await MoveTicket.ApplyAsync(work, ticket, request.GroupId!.Value, ct),
            TicketsChange.Status => await ChangeTicketStatus.ApplyAsync(work, ticket, request.Status!.Value, request.WaitingReason, ct),
            TicketsChange.AddTag => await EditTicket.TagAsync(work, ticket, request.Tag!, adds: true, ct),
            TicketsChange.RemoveTag => await EditTicket.TagAsync(work, ticket, request.Tag!, adds: false, ct),
            _ => await CategorizeTicket.ApplyAsync(work, ticket, request.CategoryId, ct),
        };
    }
}
