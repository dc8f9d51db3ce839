using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.Variables;

namespace Balcao.Chats;

/// <summary>
/// The text that the group says outside service hours: to a message that became a ticket, and to a message in a chat that still
/// waits; once for each conversation and closed period (rule H7). Written with the message, in its transaction.
/// </summary>
public static class OutsideHours
{
    /// <summary>Whether the text, if it is said to a message decided about now, names the ticket. Tickets of waiting chats are loaded only for it.</summary>
    public static bool MayNameTicket(ChannelFacts facts, DateTimeOffset now) =>
        facts.OutsideHoursText is { } text && !(facts.Hours.IsOpen(now) && facts.Hours.IsOpen(now - MessageTiming.LateAfter))
        && VariableText.Names(text, VariableNames.TicketId, VariableNames.TicketProtocol, VariableNames.TicketSubject, VariableNames.TicketStatus);

    /// <param name="rows">Receives the new rows.</param>
    /// <param name="feed">Receives the changes.</param>
    /// <param name="facts">Of the message's channel.</param>
    /// <param name="state">After the message was filed.</param>
    /// <param name="contact">The customer.</param>
    /// <param name="received">The message.</param>
    /// <param name="now">The server's clock.</param>
    public static void Answer(
        IRowSink rows, Feed feed, ChannelFacts facts, ConversationState state, Contact contact, ReceivedMessage received, DateTimeOffset now)
    {
        if (facts.OutsideHoursText is not { } text || !received.Timing.IsLive || facts.Hours.IsOpen(received.Timing.DecidedAt)) return;
        // An agent who serves is there, whatever the hour.
        if (state.OpenChat is { Status: not ChatStatus.Waiting }) return;
        if (facts.HasWindow && !state.Conversation.CanReplyFreely(now)) return;
        var since = facts.Hours.PeriodAt(received.Timing.DecidedAt).Start ?? DateTimeOffset.UnixEpoch;
        if (!state.Conversation.TellClosed(since)) return;
        if (CheckMaySend(facts, now) is { } refusal)
        {
            AutomaticMessage.NotSent(rows, feed, state.Conversation, state.OpenChat?.Id, refusal.Code, now);
            return;
        }

        var ticket = state.OpenChat is null ? state.NewestTicket : state.TicketOfChat;
        var said = VariableText.Expand(text, ChatVariables.Of(contact, ticket, facts.Names, facts.Hours.LocalTimeOf(now)));
        var names = said.Contains(NumberInText.Mark, StringComparison.Ordinal) ? ticket : null;
        if (AutomaticMessage.New(state.Conversation, state.OpenChat?.Id, said, KeyOf(state.Conversation.Id, since), now, names) is { } message)
            AutomaticMessage.Into(rows, feed, facts.Contract, state.Conversation, message);
    }

    private static Refusal? CheckMaySend(ChannelFacts facts, DateTimeOffset now) =>
        facts.IsTenantSuspended ? SendRefusals.TenantSuspended
        : facts.IsSuspended ? SendRefusals.NumberSuspended
        : new ContractState(facts.Contract, facts.Used).CheckMaySend(now);

    private static string KeyOf(ConversationId conversation, DateTimeOffset since) =>
        FormattableString.Invariant($"{AutomaticMessage.KeyPrefix}closed:{conversation}:{since.ToUnixTimeMilliseconds()}");
}
