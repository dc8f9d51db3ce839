using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>Meta's rate card as operators keep it (rule C10).</summary>
public static class ListMetaRates
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/meta-rates", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ListMetaRates)).WithSummary("List Meta's rate card").WithTags("Back office")
        .WithDescription("By market and category, the newest price first.");

    static async Task<Ok<Page<MetaRateItem>>> Handle(BalcaoDb db, CancellationToken ct)
    {
        var rates = await db.MetaRates.AsNoTracking().ToListAsync(ct);
        return TypedResults.Ok(new Page<MetaRateItem>(
        [
            .. from rate in rates
               orderby rate.Market, MetaCategories.All.ToList().IndexOf(rate.Category), rate.ValidFrom descending
               select rate.ToItem(),
        ], null, 0));
    }
}
