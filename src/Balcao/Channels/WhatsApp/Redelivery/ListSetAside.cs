using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Redelivery;

/// <summary>Shows operators which updates were set aside and why, but not their content.</summary>
internal static class ListSetAside
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/set-aside", Handle).RequireAuthorization(Permission.Operate)
        .WithSummary("List updates that were set aside, oldest first").WithTags("Back office");

    static async Task<Ok<Page<SetAsideItem>>> Handle(BalcaoDb db, CancellationToken ct)
    {
        var items = await db.Journal.Where(e => e.Outcome == JournalOutcome.SetAside).OrderBy(e => e.ReceivedAt).Take(Most)
            .Select(e => new SetAsideItem(e.Id, e.TenantId, e.ReceivedAt, e.PhoneNumberId, e.Error ?? "")).ToListAsync(ct);
        return TypedResults.Ok(new Page<SetAsideItem>(items, null, 0));
    }
}
