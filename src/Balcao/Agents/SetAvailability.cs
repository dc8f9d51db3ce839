using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>An agent sets whether they may get new chats.</summary>
public static class SetAvailability
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/me/availability", Handle).RequireAuthorization(Permission.ServeChats)
        .WithName(nameof(SetAvailability)).WithSummary("Say whether you are available").WithTags("Me")
        .WithExample(new SetAvailabilityRequest { IsAvailable = false });

    static async Task<NoContent> Handle(SetAvailabilityRequest request, CurrentAgent agent, BalcaoDb db, UnitOfWork work, AttendanceBell bell, CancellationToken ct)
    {
        var changed = await db.Agents.Where(a => a.Id == agent.Id && a.IsAvailable != request.IsAvailable)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.IsAvailable, request.IsAvailable), ct);
        if (changed > 0) bell.RingAfterCommit(work, agent.TenantId);
        return TypedResults.NoContent();
    }
}
