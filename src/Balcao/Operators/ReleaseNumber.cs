using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Templates;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

/// <summary>An operator assigns an approved number to a tenant; no other tenant can have it.</summary>
public static class ReleaseNumber
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/numbers", Handle).RequireAuthorization(Permission.Operate)
        .WithName(nameof(ReleaseNumber)).WithSummary("Release a WhatsApp number to a tenant").WithTags("Back office")
        .WithDescription("The access token is stored encrypted and never shown again.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("phone"), InputRefusals.Required("accessToken"), OperatorRefusals.NumberTaken)
        .WithExample(new ReleaseNumberRequest
        {
            TenantId = TenantId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000001")), Phone = "+551140000500",
            PhoneNumberId = "100200300400500", WabaId = "700800900", AccessToken = "EAAG…",
        });

    static async Task<Results<Created<NumberItem>, ProblemHttpResult>> Handle(
        ReleaseNumberRequest request, BalcaoDb db, UnitOfWork work, AccessTokens tokens, Feed feed, TimeProvider time, CancellationToken ct)
    {
        if (Check(request) is { } refusal) return refusal.ToProblem();
        if (PhoneText.OfPossible(request.Phone) is not { } display) return InputRefusals.Invalid("phone").ToProblem();
        if (!await db.Tenants.AnyAsync(t => t.Id == request.TenantId, ct)) return InputRefusals.NotFound.About("tenantId").ToProblem();

        var (phoneNumberId, now) = (request.PhoneNumberId.Trim(), time.GetUtcNow());
        var numbers = db.Numbers.IgnoreQueryFilters([BalcaoDb.TenantFilter]);
        if (await numbers.AnyAsync(n => n.PhoneNumberId == phoneNumberId, ct)) return OperatorRefusals.NumberTaken.ToProblem();

        await work.AllowAsync(TenantScope.Of(request.TenantId), ct);
        var number = new Number
        {
            TenantId = request.TenantId,
            Id = ChannelId.New(now),
            PhoneNumberId = phoneNumberId,
            WabaId = request.WabaId.Trim(),
            ProtectedAccessToken = tokens.Protect(request.AccessToken.Trim()),
            ReleasedAt = now,
        };
        var channel = number.NewChannel(display);
        db.Add(channel);
        db.Add(number);
        // Delivers what came for the number before. Also if nothing did: a running batch may be about to journal an update as unknown.
        db.Add(Job.New(JobKinds.ReplayUnknown, number.TenantId, number.Id.Value, now));
        feed.NumberChanged(number.TenantId, number.Id);
        await TemplateReading.AskAsync(db, number.TenantId, number.Id, number.WabaId, now, TimeSpan.Zero, ct);
        return TypedResults.Created((string?)null,
            new NumberItem(number.Id, channel.Display, number.PhoneNumberId, number.WabaId, channel.Status, null, 0));
    }

    private static Refusal? Check(ReleaseNumberRequest request) =>
        InputRefusals.Check("phone", request.Phone, 32)
        ?? CheckWhatsAppId("phoneNumberId", request.PhoneNumberId)
        ?? CheckWhatsAppId("wabaId", request.WabaId)
        ?? InputRefusals.Check("accessToken", request.AccessToken, AccessTokens.Longest);

    /// <summary>Graph's ids of numbers and accounts are digits; the usual mistake is a phone pasted into the wrong field.</summary>
    private static Refusal? CheckWhatsAppId(string field, string? id) =>
        InputRefusals.Check(field, id, 64) ?? (id!.Trim().All(char.IsAsciiDigit) ? null : InputRefusals.Invalid(field));
}
