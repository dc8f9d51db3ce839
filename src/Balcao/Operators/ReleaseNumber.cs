using Balcao.Contract;
using Balcao.Numbers;
using Balcao.PlanRequests;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Templates;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

/// <summary>An operator assigns an approved number to a tenant, once WhatsApp has shown it to the token; no other tenant can have it.</summary>
public static class ReleaseNumber
{
    /// <summary>A contract that is older was written with another year in mind.</summary>
    private const int MostYearsBack = 10;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/numbers", Handle).RequireAuthorization(Permission.Operate)
        .WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(ReleaseNumber)).WithSummary("Release a WhatsApp number to a tenant").WithTags("Back office")
        .WithDescription("The access token is tried at WhatsApp first, stored encrypted and never shown again.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("phone"), InputRefusals.Required("accessToken"), InputRefusals.Invalid("planRequestId"), OperatorRefusals.NumberTaken,
            PlanRefusals.NotOffered, NumberRefusals.TokenRefused, NumberRefusals.TokenWithoutAccess, NumberRefusals.TokenNotChecked)
        .WithExample(new ReleaseNumberRequest
        {
            TenantId = TenantId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000001")), Phone = "+551140000500",
            PhoneNumberId = "100200300400500", WabaId = "700800900", AccessToken = "EAAG…",
        });

    static async Task<Results<Created<NumberItem>, ProblemHttpResult>> Handle(
        ReleaseNumberRequest request, UnitsOfWork units, IAccessCheck access, AccessTokens tokens, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (Check(request) is { } refusal) return refusal.ToProblem();
        if (PhoneText.OfPossible(request.Phone) is not { } display) return InputRefusals.Invalid("phone").ToProblem();
        var (phoneNumberId, token) = (request.PhoneNumberId.Trim(), request.AccessToken.Trim());
        // Looked at before WhatsApp is asked, and again when it has answered: another operator may have been quicker.
        if (await units.ReadAsync(TenantScope.Everyone, open => CheckAsync(open.Db, request.TenantId, request.PlanId, phoneNumberId, ct), ct) is { } early) return early.ToProblem();
        if (await access.CheckAsync(phoneNumberId, token, ct) is { } refused) return refused.ToProblem();

        return await units.WriteAsync<Results<Created<NumberItem>, ProblemHttpResult>>(TenantScope.Everyone, async open =>
        {
            var db = open.Db;
            if (await CheckAsync(db, request.TenantId, request.PlanId, phoneNumberId, ct) is { } late) return late.ToProblem();
            var (tenant, plan) = (await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == request.TenantId, ct),
                await db.Plans.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.PlanId, ct));
            await open.Unit.AllowAsync(TenantScope.Of(request.TenantId), ct);
            var now = time.GetUtcNow();
            var today = DateOnly.FromDateTime(LocalTimes.InZone(now, tenant.TimeZone).DateTime);
            if (request.StartsOn is { } wished && (wished > today || wished < today.AddYears(-MostYearsBack))) return InputRefusals.Invalid("startsOn").ToProblem();
            var startsOn = request.StartsOn ?? today;
            var number = new Number
            {
                TenantId = request.TenantId,
                Id = ChannelId.New(now),
                PhoneNumberId = phoneNumberId,
                WabaId = request.WabaId.Trim(),
                ProtectedAccessToken = tokens.Protect(token),
                ReleasedAt = now,
            };
            if (request.PlanRequestId is { } asked && await NumberOfRequest.NoteAsync(open, audit, asked, number.Id, display, ct) is { } unusable) return unusable.ToProblem();
            var channel = number.NewChannel(display);
            db.Add(channel);
            db.Add(number);
            ContractChanges.Begin(db, number.TenantId, number.Id, tenant.TimeZone, startsOn, plan);
            // Delivers what came for the number before. Also if nothing did: a running batch may be about to journal an update as unknown.
            db.Add(Job.New(JobKinds.ReplayUnknown, number.TenantId, number.Id.Value, now));
            open.Feed.NumberChanged(number.TenantId, number.Id);
            audit.Created("number", number.Id, new AuditedNumber(display, phoneNumberId, number.WabaId, number.ProtectedAccessToken),
                new() { Kind = SecurityEventKind.NumberReleased, Tenant = number.TenantId, Open = open });
            await TemplateReading.AskAsync(db, number.TenantId, number.Id, number.WabaId, now, TimeSpan.Zero, ct);
            return TypedResults.Created((string?)null,
                new NumberItem(number.Id, channel.Display, number.PhoneNumberId, number.WabaId, channel.Status, null, 0));
        }, ct);
    }

    private static async Task<Refusal?> CheckAsync(BalcaoDb db, TenantId tenant, PlanId? plan, string phoneNumberId, CancellationToken ct)
    {
        if (!await db.Tenants.AnyAsync(t => t.Id == tenant, ct)) return InputRefusals.NotFound.About("tenantId");
        if (plan is { } id)
        {
            if (await db.Plans.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } wished) return InputRefusals.NotFound.About("planId");
            if (!wished.IsOffered) return PlanRefusals.NotOffered;
        }
        return await db.Numbers.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AnyAsync(n => n.PhoneNumberId == phoneNumberId, ct) ? OperatorRefusals.NumberTaken : null;
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
