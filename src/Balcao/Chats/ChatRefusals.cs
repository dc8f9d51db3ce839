using Balcao.Platform;

namespace Balcao.Chats;

public static class ChatRefusals
{
    public static Refusal Taken => new("chat.taken", StatusCodes.Status409Conflict);

    public static Refusal Closed => new("chat.closed", StatusCodes.Status409Conflict);

    public static Refusal NotTaken => new("chat.notTaken", StatusCodes.Status409Conflict);

    public static Refusal HeldByAnother => new("chat.heldByAnother", StatusCodes.Status409Conflict);

    public static Refusal AgentOffline => new("chat.agentOffline", StatusCodes.Status409Conflict, "agentId");

    public static Refusal AgentPresent => new("chat.agentPresent", StatusCodes.Status409Conflict);

    public static Refusal NotItsAdministrator => new("chat.notItsAdministrator", StatusCodes.Status403Forbidden);

    /// <summary>A conversation has one open chat at most.</summary>
    public static Refusal AlreadyOpen => new("chat.alreadyOpen", StatusCodes.Status409Conflict);
}
