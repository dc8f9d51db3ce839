using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.ServiceHours;

public static class ServiceHoursRefusals
{
    public static Refusal TimeZoneUnknown => new("hours.timeZoneUnknown", StatusCodes.Status400BadRequest, "timeZone");

    public static Refusal IntervalInvalid => new("hours.intervalInvalid", StatusCodes.Status400BadRequest, "weekly");

    public static Refusal Overlap => new("hours.overlap", StatusCodes.Status400BadRequest, "weekly");

    public static Refusal TooManyIntervals => new("hours.tooManyIntervals", StatusCodes.Status400BadRequest, "weekly", HoursFaults.MostIntervalsOfDay);

    public static Refusal TooManyDates => new("hours.tooManyDates", StatusCodes.Status400BadRequest, "dates", HoursFaults.MostDates);

    public static Refusal DateTwice => new("hours.dateTwice", StatusCodes.Status400BadRequest, "dates");

    public static Refusal Of(HoursFault fault) => fault.Code switch
    {
        "input.required" => InputRefusals.Required(fault.Field),
        "input.tooLong" => InputRefusals.TooLong(fault.Field, fault.Most!.Value),
        "hours.intervalInvalid" => IntervalInvalid.About(fault.Field),
        "hours.overlap" => Overlap.About(fault.Field),
        "hours.tooManyIntervals" => TooManyIntervals.About(fault.Field),
        "hours.tooManyDates" => TooManyDates,
        "hours.dateTwice" => DateTwice,
        _ => InputRefusals.Invalid(fault.Field),
    };
}
