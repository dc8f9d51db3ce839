using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.ChatGroups;

public static class ChatGroupRefusals
{
    public static Refusal Disabled => new("chatGroup.disabled", StatusCodes.Status409Conflict);

    /// <summary>The group may not serve WhatsApp (rule G5).</summary>
    public static Refusal NotCompatible => new("chatGroup.notCompatible", StatusCodes.Status409Conflict);

    public static Refusal NameTaken => new("chatGroup.nameTaken", StatusCodes.Status409Conflict, "name");

    /// <summary>A group that serves numbers cannot be disabled, made incompatible or deleted (rule G7).</summary>
    /// <param name="numbers">As people write them.</param>
    public static Refusal ServesNumbers(IEnumerable<string> numbers) =>
        new("chatGroup.servesNumbers", StatusCodes.Status409Conflict, null, string.Join(", ", numbers));

    /// <summary>A group that ever had a chat or a ticket cannot be deleted, only disabled.</summary>
    public static Refusal HasHistory => new("chatGroup.hasHistory", StatusCodes.Status409Conflict);

    /// <summary>A group cannot be deleted while macros are its own or transfer to it.</summary>
    /// <param name="macros">Their names.</param>
    public static Refusal NamedByMacros(IEnumerable<string> macros) => new("chatGroup.namedByMacros", StatusCodes.Status409Conflict, null, string.Join(", ", macros));

    public static Refusal TextTooLong(string field) =>
        new("chatGroup.textTooLong", StatusCodes.Status400BadRequest, field, ChatGroupLimits.LongestText);

    /// <summary>A number that is not within its limits.</summary>
    public static Refusal OutOfRange(string field, int least, int most) =>
        new("chatGroup.outOfRange", StatusCodes.Status400BadRequest, field, least, most);
}
