using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Macros;

public static class MacroRefusals
{
    public static Refusal NameTaken => new("macro.nameTaken", StatusCodes.Status409Conflict, "name");

    public static Refusal Empty => new("macro.empty", StatusCodes.Status400BadRequest, "text");

    /// <summary>One action would undo another: see <see cref="MacroOrder.Contradict"/>.</summary>
    public static Refusal Contradicts => new("macro.contradicts", StatusCodes.Status400BadRequest, "actions");

    /// <summary>What an action names is disabled or deleted.</summary>
    public static Refusal TargetGone => new("macro.targetGone", StatusCodes.Status409Conflict);

    /// <summary>The agent is disabled, or serves in no such group.</summary>
    public static Refusal NotAttendant => new("macro.notAttendant", StatusCodes.Status409Conflict);

    public static Refusal TooManyTags => new("macro.tooManyTags", StatusCodes.Status409Conflict, null, TicketLimits.MostTags);

    /// <summary>The chat is already where the action would transfer it to.</summary>
    public static Refusal AlreadyThere => new("macro.alreadyThere", StatusCodes.Status409Conflict);

    public static Refusal TooMany => new("macro.tooMany", StatusCodes.Status409Conflict, null, MacroLimits.PerTenant);
}
