using Balcao.Platform;

namespace Balcao.Operators;

public static class OperatorRefusals
{
    public static Refusal CodeWrong => new("installation.codeWrong", StatusCodes.Status403Forbidden, "code");

    public static Refusal AlreadyDone => new("installation.alreadyDone", StatusCodes.Status409Conflict);

    public static Refusal NumberTaken => new("number.taken", StatusCodes.Status409Conflict, "phoneNumberId");
}
