using System.Globalization;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>An administrator signs an agent out everywhere, for instance when a computer was lost.</summary>
public static class EndSignInsOfAgent
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/agents/{id}/sign-ins", Handle).RequireAuthorization(Permission.Administer).OnlyAtScreen()
        .WithName(nameof(EndSignInsOfAgent)).WithSummary("Sign an agent out everywhere").WithTags("Agents")
        .WithDescription("Cookies open nothing any more, and live connections are cut. The agent may sign in again.")
        .Refuses(InputRefusals.NotFound);

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        AgentId id, CurrentAgent administrator, BalcaoDb db, SignIns signIns, SecurityEvents events, CancellationToken ct)
    {
        if (!await db.Agents.AnyAsync(a => a.Id == id, ct)) return InputRefusals.NotFound.ToProblem();
        var ended = await signIns.EndAllAsync(id.Value, administrator.TenantId, ct);
        events.Add(SecurityEventKind.SignInsEnded, administrator.TenantId, id.Value, ended.ToString(CultureInfo.InvariantCulture));
        return TypedResults.NoContent();
    }
}
