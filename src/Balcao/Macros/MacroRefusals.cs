using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Macros;

public static class MacroRefusals
{
    public static Refusal NameTaken => new("macro.nameTaken", StatusCodes.Status409Conflict, "name");

    public static Refusal Empty => new("macro.empty", StatusCodes.Status400BadRequest, "text");

    public static Refusal TooMany => new("macro.tooMany", StatusCodes.Status409Conflict, null, MacroLimits.PerTenant);
}
