using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Agents;

public static class AgentRefusals
{
    /// <summary>One refusal for a wrong password, an unknown e-mail and a disabled person, so that it does not tell who exists.</summary>
    public static Refusal SignInRefused => new("session.refused", StatusCodes.Status401Unauthorized);

    /// <summary>Too many wrong passwords: none is tried before the wait is over. The same for e-mails that nobody has.</summary>
    public static Refusal TooManyTries(TimeSpan wait) =>
        new("session.tooManyTries", StatusCodes.Status429TooManyRequests, null, LimitRefusals.SecondsOf(wait));

    /// <summary>Too many passwords wait to be hashed.</summary>
    public static Refusal PasswordsBusy => new("session.busy", StatusCodes.Status429TooManyRequests);

    public static Refusal CurrentPasswordWrong => new("password.currentWrong", StatusCodes.Status409Conflict, "currentPassword");

    public static Refusal PasswordTooShort => new("password.tooShort", StatusCodes.Status400BadRequest, "password", Passwords.Fewest);

    /// <summary>One of those that are tried first, or built like them; see <see cref="CommonPasswords"/>.</summary>
    public static Refusal PasswordCommon => new("password.common", StatusCodes.Status400BadRequest, "password");

    /// <summary>Little more than the person's e-mail or name, the company's name or ours.</summary>
    public static Refusal PasswordOwn => new("password.own", StatusCodes.Status400BadRequest, "password");

    public static Refusal PasswordLinkDead => new("password.linkDead", StatusCodes.Status409Conflict, "code");

    public static Refusal EmailTaken => new("agent.emailTaken", StatusCodes.Status409Conflict, "email");

    public static Refusal LastAdministrator => new("agent.lastAdministrator", StatusCodes.Status409Conflict);

    public static Refusal Oneself => new("agent.oneself", StatusCodes.Status409Conflict);

    public static Refusal MostChatsOutOfRange =>
        new("agent.mostChatsOutOfRange", StatusCodes.Status400BadRequest, "mostChats", ChatGroupLimits.MostChats);

    public static Refusal Disabled => new("agent.disabled", StatusCodes.Status409Conflict);

    /// <summary>See <see cref="ScreenOnly"/>.</summary>
    public static Refusal OnlyAtScreen => new("token.onlyAtScreen", StatusCodes.Status403Forbidden);

    public static Refusal ScopeNotYours => new("token.scopeNotYours", StatusCodes.Status409Conflict, "scopes");
}
