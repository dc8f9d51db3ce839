using Balcao.Contract;
using Balcao.Platform;
using Balcao.Variables;

namespace Balcao.ChatGroups;

/// <summary>What customers are told by a group (rule G6), and the group's numbers: what may be saved.</summary>
internal static class GroupTexts
{
    /// <summary>Null if all may be saved.</summary>
    public static Refusal? Check(SaveChatGroupRequest request) =>
        Check("queueText", request.QueueText, VariableContext.Group)
        ?? Check("startText", request.StartText, VariableContext.Group)
        ?? Check("endText", request.EndText, VariableContext.Group)
        ?? Check("nobodyOnlineText", request.NobodyOnlineText, VariableContext.Group)
        ?? Check("outsideHoursText", request.OutsideHoursText, VariableContext.OutsideHours)
        ?? Check("mostChatsPerAgent", request.MostChatsPerAgent, 1, ChatGroupLimits.MostChats)
        ?? Check("graceMinutes", request.GraceMinutes, 0, ChatGroupLimits.MostMinutes)
        ?? Check("closesAfterIdleMinutes", request.ClosesAfterIdleMinutes, 1, ChatGroupLimits.MostMinutes);

    private static Refusal? Check(string field, string? text, VariableContext context)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (text.Trim().Length > ChatGroupLimits.LongestText) return ChatGroupRefusals.TextTooLong(field);
        return VariableRefusals.Check(field, text, context);
    }

    private static Refusal? Check(string field, int? number, int least, int most) =>
        number < least || number > most ? ChatGroupRefusals.OutOfRange(field, least, most) : null;
}
