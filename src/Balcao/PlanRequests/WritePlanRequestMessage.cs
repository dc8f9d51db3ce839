using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.PlanRequests;

public static class WritePlanRequestMessage
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/plan-requests/{id}/messages", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(WritePlanRequestMessage)).WithSummary("Write to the operators about a request").WithTags("Plan requests")
        .WithDescription("Not once it is decided or withdrawn.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("text"), PlanRequestRefusals.Final, PlanRequestRefusals.TooManyMessages, InputRefusals.ChangedMeanwhile)
        .WithExample(new AddPlanRequestMessage { Text = "Pode ser já em dezembro?" });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        PlanRequestId id, AddPlanRequestMessage message, CurrentAgent administrator, BalcaoDb db, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (PlanRequestContent.CheckText(message.Text) is { } wrong) return wrong.ToProblem();
        if (await db.PlanRequests.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request) return InputRefusals.NotFound.ToProblem();
        var before = AuditedPlanRequest.Of(request);
        var text = message.Text.Trim();
        var author = await db.Agents.Where(a => a.Id == administrator.Id).Select(a => a.Name).SingleAsync(ct);
        if (request.Write(db, RequestMessage.By(author, isOperator: false, request, text, time.GetUtcNow())) is { } refusal) return refusal.ToProblem();
        await before.ChangedAsync(db, feed, audit, request, text, ct);
        return TypedResults.NoContent();
    }
}
