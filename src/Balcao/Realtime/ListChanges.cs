using System.Globalization;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Realtime;

public static class ListChanges
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/changes", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("What changed after that feed number, as the hub would have told who watches no conversation in particular. isReset: too far behind, read the lists again and go on from `to`.");

    private static async Task<Results<Ok<Changes>, ProblemHttpResult>> Handle(
        long? after, CurrentAgent agent, BalcaoDb db, StorageEngine engine, ILogger<FeedPusher> log, CancellationToken ct)
    {
        if (after is not { } position) return InputRefusals.Required("after").ToProblem();
        if (position < 0) return InputRefusals.Invalid("after").ToProblem();
        var viewers = await Viewer.LoadAsync(db, [agent.Id], ct);
        if (!viewers.TryGetValue(agent.Id, out var viewer)) return InputRefusals.NotFound.ToProblem();
        var slice = await FeedRange.ReadAsync(db, engine, agent.TenantId, position, _ => true, log, ct);
        return TypedResults.Ok(slice.For(viewer, CultureInfo.CurrentUICulture, _ => true));
    }
}
