using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

/// <summary>Shows operators the numbers that do not send, because most of the reasons are theirs to mend.</summary>
public static class ListStoppedNumbers
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/stopped-numbers", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ListStoppedNumbers)).WithSummary("List the numbers of all tenants that do not send, with the reason").WithTags("Back office");

    static async Task<Ok<Page<StoppedNumber>>> Handle(BalcaoDb db, CancellationToken ct)
    {
        var numbers = await (
            from number in db.Numbers.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking()
            join channel in db.Channels.IgnoreQueryFilters([BalcaoDb.TenantFilter]) on new { number.TenantId, number.Id } equals new { channel.TenantId, channel.Id }
            join tenant in db.Tenants on number.TenantId equals tenant.Id
            where channel.Status == NumberStatus.Suspended || (channel.Status == NumberStatus.Active && number.SendingHeldSince != null)
            orderby tenant.Name, channel.Display, number.Id
            select new StoppedNumber(
                tenant.Id, tenant.Name, number.Id, channel.Display, channel.Status,
                number.SendingHeldSince == null ? null : new SendingHold(
                    number.SendingHeldSince!.Value, number.SendingHeldReason!, RefusalTexts.For(number.SendingHeldReason!)))).ToListAsync(ct);
        return TypedResults.Ok(new Page<StoppedNumber>(numbers, null, 0));
    }
}
