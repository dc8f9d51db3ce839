using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.WhatsApp.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Redelivery;

/// <summary>Shows operators the numbers for which webhooks come but which no tenant has, without the content of the updates.</summary>
internal static class ListUnknownNumbers
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/back-office/unknown-numbers", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ListUnknownNumbers)).WithSummary("List the numbers that webhooks come for and nobody has, the latest first").WithTags("Back office")
        .WithDescription("What came is kept. It is delivered when the number is released to a tenant.");

    static async Task<Ok<Page<UnknownNumberItem>>> Handle(BalcaoDb db, CancellationToken ct)
    {
        var unknown = db.Journal.AsNoTracking().Where(e => e.Outcome == JournalOutcome.UnknownNumber && e.PhoneNumberId != null);
        var numbers = await unknown.GroupBy(e => e.PhoneNumberId!)
            .Select(g => new { PhoneNumberId = g.Key, Updates = g.Count(), Since = g.Min(e => e.ReceivedAt), LastAt = g.Max(e => e.ReceivedAt) })
            .OrderByDescending(n => n.LastAt).Take(Most).ToListAsync(ct);
        var items = new List<UnknownNumberItem>(numbers.Count);
        foreach (var number in numbers)
        {
            // Only the updates tell the account and how the number is written.
            var json = await unknown.Where(e => e.PhoneNumberId == number.PhoneNumberId).OrderBy(e => e.Id).Select(e => e.Json).FirstAsync(ct);
            var update = WebhookParser.ParseStored(json);
            items.Add(new UnknownNumberItem(number.PhoneNumberId, update.WabaId, update.DisplayPhoneNumber, number.Updates, number.Since, number.LastAt));
        }
        return TypedResults.Ok(new Page<UnknownNumberItem>(items, null, 0));
    }
}
