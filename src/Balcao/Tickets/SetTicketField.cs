using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class SetTicketField
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/tickets/{id}/fields/{fieldId}", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Gives the ticket's field a value, or none. Numbers as 1234.5, dates as 2026-11-30.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("value"), InputRefusals.ChangedMeanwhile, TicketRefusals.Merged)
        .WithExample(new SetTicketFieldRequest { Version = 3, Value = "220 V" });

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, TicketFieldId fieldId, SetTicketFieldRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, ITicketChats chats, TimeProvider time, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, request.Version, ct);
        if (refusal is not null || found is not { } ticket) return refusal!.ToProblem();
        if (await db.TicketFields.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fieldId && f.IsEnabled, ct) is not { } field) return InputRefusals.NotFound.ToProblem();
        var wanted = string.IsNullOrWhiteSpace(request.Value) ? null : field.Read(request.Value);
        if (wanted is null && !string.IsNullOrWhiteSpace(request.Value)) return InputRefusals.Invalid("value").ToProblem();

        var there = await db.TicketFieldValues.SingleOrDefaultAsync(v => v.TicketId == id && v.FieldId == fieldId, ct);
        var before = there?.Value;
        if (before != wanted)
        {
            if (there is null) db.Add(new TicketFieldValue { TenantId = agent.TenantId, TicketId = id, FieldId = fieldId, Value = wanted! });
            else if (wanted is null) db.Remove(there);
            else there.Value = wanted;
            await TicketToChange.SaveAsync(db, feed, ticket, ticket.ActionOf(TicketActionKind.Edited, time.GetUtcNow(), agent.Id, null, new TicketChange("field:" + field.Name, before, wanted)), ct);
        }
        return TypedResults.Ok((await TicketViews.LoadAsync(db, agent, chats, id, ct))!);
    }
}
