using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.PlanRequests;

public static class AnswerPlanRequest
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/plan-requests/{id}/messages", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(AnswerPlanRequest)).WithSummary("Write to a tenant about its request").WithTags("Back office")
        .WithDescription("Not once it is decided or withdrawn. The tenant's administrators see the operator's name.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("text"), PlanRequestRefusals.Final, PlanRequestRefusals.TooManyMessages, InputRefusals.ChangedMeanwhile)
        .WithExample(new AddPlanRequestMessage { Text = "O plano vale a partir de 1º de dezembro. Confirma?" });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        PlanRequestId id, AddPlanRequestMessage message, ClaimsPrincipal principal, BalcaoDb db, UnitOfWork work, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (PlanRequestContent.CheckText(message.Text) is { } wrong) return wrong.ToProblem();
        if (await RequestOfTenant.FindAsync(db, id, ct) is not { } request) return InputRefusals.NotFound.ToProblem();
        var author = await RequestOfTenant.NameOfOperatorAsync(db, principal, ct);
        await work.AllowAsync(TenantScope.Of(request.TenantId), ct);
        var before = AuditedPlanRequest.Of(request);
        var text = message.Text.Trim();
        if (request.Write(db, RequestMessage.By(author, isOperator: true, request, text, time.GetUtcNow())) is { } refusal) return refusal.ToProblem();
        await before.ChangedAsync(db, feed, audit, request, text, ct);
        return TypedResults.NoContent();
    }
}
