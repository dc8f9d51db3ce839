using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.ChatGroups;

public static class ListNumbers
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/numbers", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(ListNumbers)).WithSummary("List the numbers with the group that serves each").WithTags("Numbers")
        .WithDescription("`heldMessages` counts what waits for a group to be linked.");

    static async Task<Ok<Page<NumberItem>>> Handle(CurrentAgent agent, BalcaoDb db, TimeProvider time, CancellationToken ct) =>
        TypedResults.Ok(new Page<NumberItem>(await NumberItems.LoadAsync(db, null, time.GetUtcNow(), ct), null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
}
