using Balcao.Agents;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Templates;

/// <summary>An administrator requests that the templates of a number's account are read again, without waiting for a webhook.</summary>
public static class SyncTemplates
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/numbers/{id}/template-syncs", Handle).RequireAuthorization(Permission.Administer)
        .WithName(nameof(SyncTemplates)).WithSummary("Read the templates of a number's account from WhatsApp").WithTags("Templates")
        .WithDescription("Answers at once; `GET /api/templates` tells when it was done, or why it failed.")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<Accepted, ProblemHttpResult>> Handle(
        ChannelId id, CurrentAgent agent, BalcaoDb db, TimeProvider time, CancellationToken ct)
    {
        var waba = await db.Numbers.Where(n => n.Id == id).Select(n => n.WabaId).SingleOrDefaultAsync(ct);
        if (waba is null) return InputRefusals.NotFound.ToProblem();

        await TemplateReading.AskAsync(db, agent.TenantId, id, waba, time.GetUtcNow(), TimeSpan.Zero, ct);
        return TypedResults.Accepted((string?)null);
    }
}
