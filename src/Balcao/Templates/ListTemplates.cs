using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Templates;

public static class ListTemplates
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/templates", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(ListTemplates)).WithSummary("List the templates of the tenant's accounts").WithTags("Templates")
        .WithDescription("All of them: an account has some hundreds at most. `sources` tells how fresh each account's list is.");

    static async Task<Ok<TemplateList>> Handle(BalcaoDb db, CancellationToken ct)
    {
        var templates = await db.Templates.AsNoTracking().OrderBy(t => t.Name).ThenBy(t => t.Language).ThenBy(t => t.Id)
            .Select(t => new TemplateItem(
                t.Id, t.WabaId, t.Name, t.Language, t.Category, t.Status, t.WhatsAppStatus, t.Quality, t.RejectionReason, t.Components)).ToListAsync(ct);
        var numbers = await (
            from number in db.Numbers.AsNoTracking()
            join channel in db.Channels on new { number.TenantId, number.Id } equals new { channel.TenantId, channel.Id }
            orderby channel.Display, number.Id
            select new { number.WabaId, Name = new NumberName(number.Id, channel.Display) }).ToListAsync(ct);
        var syncs = await db.TemplateSyncs.AsNoTracking().ToDictionaryAsync(s => s.WabaId, ct);

        return TypedResults.Ok(new TemplateList(templates,
        [
            .. numbers.GroupBy(n => n.WabaId, n => n.Name).Select(account => syncs.GetValueOrDefault(account.Key) is { } sync
                ? new TemplateSource(account.Key, [.. account], sync.SyncedAt, sync.RequestedAt is not null, FailureOf(sync))
                : new TemplateSource(account.Key, [.. account], null, false, null)),
        ]));
    }

    private static TemplateFailure? FailureOf(TemplateSync sync) =>
        sync.FailureCode is { } code ? new TemplateFailure(code, RefusalTexts.For(code)) : null;
}
