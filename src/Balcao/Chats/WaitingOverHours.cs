using Balcao.Conversations;
using Balcao.ServiceHours;

namespace Balcao.Chats;

/// <summary>
/// Rules H7 and A10: a waiting chat is told its place in the queue, or that nobody is online, only in the service hours in which its
/// customer wrote. Once the number has closed, at night or at noon, the chat is silent until its customer writes again.
/// </summary>
internal static class WaitingOverHours
{
    /// <param name="wroteAt">The customer's last message, by WhatsApp's timestamp; null: none.</param>
    /// <param name="openedAt">When the chat was stored.</param>
    /// <param name="hours">Of the number; null: it is always open.</param>
    /// <param name="now">The server's clock.</param>
    public static bool IsTooLate(DateTimeOffset? wroteAt, DateTimeOffset openedAt, Hours? hours, DateTimeOffset now)
    {
        if (wroteAt is not { } at || now - at >= Conversation.CustomerServiceWindow) return true;
        if (hours?.PeriodAt(now) is not { } period) return false;
        if (period.IsOpen) return at < period.Start;
        // A message of the last minutes that came in after closing was decided by its own time: it became a chat, and nothing was said yet.
        return !(at < period.Start && openedAt >= period.Start && now - period.Start < MessageTiming.LateAfter);
    }
}
