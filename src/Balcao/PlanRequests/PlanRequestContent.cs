using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.PlanRequests;

/// <summary>What is asked for and written: checked before it is stored.</summary>
internal static class PlanRequestContent
{
    /// <summary>What a new request may be refused for.</summary>
    public static Refusal[] Refusals { get; } =
    [
        InputRefusals.Required("planId"), InputRefusals.Invalid("wishedMonth"), InputRefusals.TooLong("text", PlanRequestLimits.Text),
        PlanRequestRefusals.MonthTooEarly("wishedMonth", new Month(202612)), InputRefusals.NotFound.About("numberId"), PlanRequestRefusals.PlanNotOffered,
        PlanRequestRefusals.NoContract, PlanRequestRefusals.AlreadyPending, PlanRequestRefusals.TooMany,
    ];

    /// <summary>The fields that the kind needs are there, and no others.</summary>
    public static Refusal? Check(CreatePlanRequest request)
    {
        var (needsNumber, needsPlan) = (request.Kind is not PlanRequestKind.NewContract, request.Kind is not PlanRequestKind.Cancellation);
        if (CheckGiven("numberId", request.NumberId is not null, needsNumber) is { } number) return number;
        if (CheckGiven("planId", request.PlanId is not null, needsPlan) is { } plan) return plan;
        if (needsNumber && request.WishedNumber is not null) return InputRefusals.Invalid("wishedNumber");
        if (!needsNumber && InputRefusals.Check("wishedNumber", request.WishedNumber?.Trim(), PlanRequestLimits.WishedNumber) is { } wished) return wished;
        if (request.WishedMonth is { } month && !Month.TryParse(month, out _)) return InputRefusals.Invalid("wishedMonth");
        return string.IsNullOrWhiteSpace(request.Text) ? null : CheckText(request.Text);
    }

    public static Refusal? CheckText(string text) => InputRefusals.Check("text", text.Trim(), PlanRequestLimits.Text);

    private static Refusal? CheckGiven(string field, bool isGiven, bool isNeeded) =>
        isGiven == isNeeded ? null : isNeeded ? InputRefusals.Required(field) : InputRefusals.Invalid(field);

    /// <summary>Null if the tenant may ask for it now.</summary>
    public static async Task<Refusal?> CheckAsync(BalcaoDb db, TenantId tenant, CreatePlanRequest request, DateTimeOffset now, CancellationToken ct)
    {
        if (request.NumberId is { } asked && !await db.Channels.AnyAsync(c => c.Id == asked, ct)) return InputRefusals.NotFound.About("numberId");
        if (await CurrentMonthAsync(db, tenant, request.NumberId, now, ct) is not { } current) return PlanRequestRefusals.NoContract;
        var earliest = PlanRequest.EarliestMonth(request.Kind, current);
        if (Month.TryParse(request.WishedMonth, out var wished) && wished < earliest) return PlanRequestRefusals.MonthTooEarly("wishedMonth", earliest);
        if (request.NumberId is { } number && await db.PlanRequests.Pending.AnyAsync(r => r.NumberId == number && r.Kind == request.Kind, ct))
            return PlanRequestRefusals.AlreadyPending;
        // Two administrators at the same moment may pass the limit by one: it only keeps the operators' list readable.
        return await db.PlanRequests.Pending.CountAsync(ct) >= PlanRequestLimits.Pending ? PlanRequestRefusals.TooMany : null;
    }

    /// <summary>The current month of the number's contract or, without a number, of the tenant; null: the number has no contract.</summary>
    public static async Task<Month?> CurrentMonthAsync(BalcaoDb db, TenantId tenant, ChannelId? number, DateTimeOffset now, CancellationToken ct)
    {
        if (number is { } known) return await ApplyApproval.CurrentMonthAsync(db, known, now, ct);
        return Month.Of(now, await db.Tenants.Where(t => t.Id == tenant).Select(t => t.TimeZone).SingleAsync(ct));
    }

    /// <summary>The plan, if it may be asked for. The unit of work may access everyone's rows: plans belong to the installation.</summary>
    public static Task<Plan?> FindOfferedAsync(BalcaoDb db, PlanId id, CancellationToken ct) => db.Plans.SingleOrDefaultAsync(p => p.Id == id && p.IsOffered, ct);
}
