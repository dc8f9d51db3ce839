using Balcao.Platform;

namespace Balcao.Plans;

public static class PlanRefusals
{
    /// <summary>Neither a country's code nor a market of Meta's.</summary>
    public static Refusal MarketUnknown => new("metaRate.marketUnknown", StatusCodes.Status400BadRequest, "market");

    public static Refusal CategoryUnknown => new("metaRate.categoryUnknown", StatusCodes.Status400BadRequest, "category");

    /// <summary>Days of a file are written <c>2026-10-01</c>.</summary>
    public static Refusal DayInvalid => new("metaRate.dayInvalid", StatusCodes.Status400BadRequest, "validFrom");

    /// <summary>A line of the file has fewer or more columns.</summary>
    public static Refusal ColumnsWrong(int columns) => new("metaRate.columnsWrong", StatusCodes.Status400BadRequest, null, columns);

    /// <summary>An earlier line of the file has the same market, category and day.</summary>
    public static Refusal LineRepeated => new("metaRate.lineRepeated", StatusCodes.Status400BadRequest);

    public static Refusal TooManyLines(int most) => new("metaRate.tooManyLines", StatusCodes.Status400BadRequest, "csv", most);

    public static Refusal ContractSuspended => new("contract.suspended", StatusCodes.Status409Conflict);

    public static Refusal ContractCancelled => new("contract.cancelled", StatusCodes.Status409Conflict);

    /// <param name="cap">The credits of a month that the contract allows.</param>
    public static Refusal CapReached(decimal cap) => new("credits.capReached", StatusCodes.Status409Conflict, null, cap);

    /// <summary>Months are written <c>2026-11</c>.</summary>
    public static Refusal MonthInvalid(string field) => new("month.invalid", StatusCodes.Status400BadRequest, field);

    /// <summary>The contract has not begun, or has ended, or the month is still to come.</summary>
    public static Refusal MonthWithoutContract => new("month.withoutContract", StatusCodes.Status404NotFound, "month");

    /// <summary>A past month is never changed (rule C6).</summary>
    public static Refusal MonthPast(string field) => new("month.past", StatusCodes.Status400BadRequest, field);

    /// <summary>Effects are on a 1st that is still to come (rules R1 and R2).</summary>
    public static Refusal MonthNotToCome(string field) => new("month.notToCome", StatusCodes.Status400BadRequest, field);

    public static Refusal NotOffered => new("plan.notOffered", StatusCodes.Status409Conflict, "planId");

    public static Refusal NameTaken => new("plan.nameTaken", StatusCodes.Status409Conflict, "name");

    public static Refusal CurrencyUnknown => new("plan.currencyUnknown", StatusCodes.Status400BadRequest, "currency");

    /// <summary>Negative, larger than <paramref name="most"/>, or with more than <paramref name="decimals"/> decimals.</summary>
    public static Refusal FigureInvalid(string field, decimal most, int decimals) => new("plan.figureInvalid", StatusCodes.Status400BadRequest, field, most, decimals);
}
