using Balcao.Agents;
using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Panel;

/// <summary>
/// The messages about which our ledger and WhatsApp's price differ (rule C10). It names messages and no customer: a conversation that an
/// agent may not see stays closed to them.
/// </summary>
public static class ListMetaDifferences
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/numbers/{id}/meta-cost/differences", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(ListMetaDifferences)).WithSummary("List where a number's charges and WhatsApp's prices differ").WithTags("Numbers")
        .WithDescription("In the order of the days; at most 200 a page. `month` is written 2026-11; without it the current month.")
        .Refuses(InputRefusals.NotFound, InputRefusals.CursorInvalid, PlanRefusals.MonthInvalid("month"), PlanRefusals.MonthWithoutContract);

    static async Task<Results<Ok<Page<MetaDifference>>, ProblemHttpResult>> Handle(
        ChannelId id, string? month, string? cursor, int? limit, CurrentAgent agent, BalcaoDb db, TimeProvider time, CancellationToken ct)
    {
        if (!Cursor.TryRead(cursor, out var behind)) return InputRefusals.CursorInvalid.ToProblem();
        var (shown, refusal) = await PanelMonth.LoadAsync(db, id, month, time.GetUtcNow(), ct);
        if (shown is null) return refusal!.ToProblem();
        // A cursor of another month.
        if (behind is { } after && (after.Position < shown.Month.FirstDayNumber || after.Position > shown.Month.LastDayNumber)) return InputRefusals.CursorInvalid.ToProblem();
        var most = Cursor.Limit(limit);
        var found = await MetaCostReading.DifferencesAsync(db, agent.TenantId, id, shown.Contract, shown.Month, behind, most + 1, ct);
        var next = found.Count > most ? new Cursor(0, found[most - 1].Day, found[most - 1].Difference.MessageId.Value).ToString() : null;
        return TypedResults.Ok(new Page<MetaDifference>([.. found.Take(most).Select(one => one.Difference)], next, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
    }
}
