using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Templates;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

public static class ReplaceAccessToken
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/back-office/numbers/{id}/access-token", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ReplaceAccessToken)).WithSummary("Replace a number's access token").WithTags("Back office")
        .WithDescription("Write-only: no answer carries a token.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("accessToken"))
        .WithExample(new ReplaceAccessTokenRequest { AccessToken = "EAAG…" });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChannelId id, ReplaceAccessTokenRequest request, BalcaoDb db, AccessTokens tokens, UnitOfWork work, OutboxBell outbox, Feed feed,
        TimeProvider time, CancellationToken ct)
    {
        if (InputRefusals.Check("accessToken", request.AccessToken, AccessTokens.Longest) is { } refusal) return refusal.ToProblem();
        if (await db.Numbers.IgnoreQueryFilters([BalcaoDb.TenantFilter]).SingleOrDefaultAsync(n => n.Id == id, ct) is not { } number)
            return InputRefusals.NotFound.ToProblem();
        number.ReplaceAccessToken(tokens.Protect(request.AccessToken.Trim()));
        work.AfterCommit(_ => { outbox.Ring(number.TenantId, number.Id); return Task.CompletedTask; });
        feed.NumberChanged(number.TenantId, number.Id);
        await TemplateReading.AskAsync(db, number.TenantId, number.Id, number.WabaId, time.GetUtcNow(), TimeSpan.Zero, ct);
        return TypedResults.NoContent();
    }
}
