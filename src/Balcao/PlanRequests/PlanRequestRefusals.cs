using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;

namespace Balcao.PlanRequests;

public static class PlanRequestRefusals
{
    /// <summary>One of the same kind for the same number is neither decided nor withdrawn.</summary>
    public static Refusal AlreadyPending => new("planRequest.alreadyPending", StatusCodes.Status409Conflict, "numberId");

    public static Refusal TooMany => new("planRequest.tooMany", StatusCodes.Status409Conflict, null, PlanRequestLimits.Pending);

    public static Refusal TooManyMessages => new("planRequest.tooManyMessages", StatusCodes.Status409Conflict, null, PlanRequestLimits.Messages);

    /// <summary>It is decided or withdrawn, and stays as it is.</summary>
    public static Refusal Final => new("planRequest.final", StatusCodes.Status409Conflict);

    public static Refusal PlanNotOffered => new("planRequest.planNotOffered", StatusCodes.Status409Conflict, "planId");

    public static Refusal NoContract => new("planRequest.noContract", StatusCodes.Status409Conflict, "numberId");

    /// <param name="earliest">The first month that is possible.</param>
    public static Refusal MonthTooEarly(string field, Month earliest) =>
        new("planRequest.monthTooEarly", StatusCodes.Status400BadRequest, field, new DateOnly(earliest.Number / 100, earliest.Number % 100, 1));
}
