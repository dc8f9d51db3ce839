using Balcao.Platform;

namespace Balcao.Numbers;

public static class NumberRefusals
{
    /// <summary>The token itself: expired, revoked, not copied to its end.</summary>
    public static Refusal TokenRefused => new("number.tokenRefused", StatusCodes.Status409Conflict, "accessToken");

    /// <summary>A token that works, but not for this number.</summary>
    public static Refusal TokenWithoutAccess => new("number.tokenWithoutAccess", StatusCodes.Status409Conflict, "accessToken");

    /// <summary>WhatsApp gave no answer that says anything about the token.</summary>
    public static Refusal TokenNotChecked => new("number.tokenNotChecked", StatusCodes.Status424FailedDependency, "accessToken");
}
