using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Templates;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

/// <summary>An operator gives a number another access token, once WhatsApp has accepted it. Sending goes on with it at once.</summary>
public static class ReplaceAccessToken
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/back-office/numbers/{id}/access-token", Handle).RequireAuthorization(Permission.Operate)
        .WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(ReplaceAccessToken)).WithSummary("Replace a number's access token").WithTags("Back office")
        .WithDescription("The token is tried at WhatsApp first and stored only if it opens the number. Write-only: no answer carries a token.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("accessToken"),
            NumberRefusals.TokenRefused, NumberRefusals.TokenWithoutAccess, NumberRefusals.TokenNotChecked)
        .WithExample(new ReplaceAccessTokenRequest { AccessToken = "EAAG…" });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChannelId id, ReplaceAccessTokenRequest request, UnitsOfWork units, IAccessCheck access, AccessTokens tokens, OutboxBell outbox,
        AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (InputRefusals.Check("accessToken", request.AccessToken, AccessTokens.Longest) is { } refusal) return refusal.ToProblem();
        var token = request.AccessToken.Trim();
        if (await units.ReadAsync(TenantScope.Everyone, open => FindAsync(open.Db, id, ct), ct) is not { } known) return InputRefusals.NotFound.ToProblem();
        if (await access.CheckAsync(known.PhoneNumberId, token, ct) is { } refused) return refused.ToProblem();

        var isThere = await units.WriteAsync(TenantScope.Everyone, async open =>
        {
            if (await FindAsync(open.Db, id, ct) is not { } number) return false;
            var before = new AuditedAccessToken(number.ProtectedAccessToken);
            number.ReplaceAccessToken(tokens.Protect(token));
            open.Unit.AfterCommit(_ => { outbox.Ring(number.TenantId, number.Id); return Task.CompletedTask; });
            open.Feed.NumberChanged(number.TenantId, number.Id);
            var display = await open.Db.Channels.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(c => c.Id == id).Select(c => c.Display).SingleAsync(ct);
            audit.Changed("number", id, before, new AuditedAccessToken(number.ProtectedAccessToken),
                new() { Kind = SecurityEventKind.AccessTokenReplaced, Name = display, Tenant = number.TenantId, Open = open });
            await TemplateReading.AskAsync(open.Db, number.TenantId, number.Id, number.WabaId, time.GetUtcNow(), TimeSpan.Zero, ct);
            return true;
        }, ct);
        return isThere ? TypedResults.NoContent() : InputRefusals.NotFound.ToProblem();
    }

    private static Task<Number?> FindAsync(BalcaoDb db, ChannelId id, CancellationToken ct) =>
        db.Numbers.IgnoreQueryFilters([BalcaoDb.TenantFilter]).SingleOrDefaultAsync(n => n.Id == id, ct);
}
