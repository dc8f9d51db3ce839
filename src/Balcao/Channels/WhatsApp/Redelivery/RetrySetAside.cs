using Balcao.Channels.WhatsApp.Inbound;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Redelivery;

/// <summary>An operator retries an update that was set aside; it passes through its lane like any other.</summary>
internal static class RetrySetAside
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/set-aside/{id:guid}/retries", Handle).RequireAuthorization(Permission.Operate)
        .WithMetadata(new WithoutUnitOfWork())
        .WithSummary("Try an update that was set aside again").WithTags("Back office").ProducesProblem(404).ProducesProblem(409);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Guid id, BalcaoDb db, UnitOfWork work, InboundLanes lanes, SecurityEvents events, CancellationToken ct)
    {
        await work.BeginReadAsync(TenantScope.Everyone, ct);
        var entry = await db.Journal.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id && e.Outcome == JournalOutcome.SetAside, ct);
        await work.CommitAsync(ct);
        if (entry is null) return InputRefusals.NotFound.ToProblem();
        await events.RecordAsync(SecurityEventKind.SetAsideRetried, entry.TenantId, entry.Id);

        var item = new JournalItem(entry);
        await lanes.EnterAsync(item, ct);
        return await item.Done.Task.WaitAsync(ct) ? TypedResults.NoContent() : new Refusal("journal.failedAgain", StatusCodes.Status409Conflict).ToProblem();
    }
}
