using Balcao.Platform;

namespace Balcao.ChatGroups;

public static class ChatGroupRefusals
{
    public static Refusal Disabled => new("chatGroup.disabled", StatusCodes.Status409Conflict);

    public static Refusal NameTaken => new("chatGroup.nameTaken", StatusCodes.Status409Conflict, "name");
}
