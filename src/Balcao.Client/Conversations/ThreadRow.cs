namespace Balcao.Client.Conversations;

/// <summary>A row of the thread.</summary>
public abstract record ThreadRow(string Key)
{
    public sealed record DayStarts(DateOnly Day) : ThreadRow($"day-{Day:O}");

    public sealed record ChatStarts(ChatItem Chat) : ThreadRow($"start-{Chat.Id}");

    public sealed record ChatEnds(ChatItem Chat) : ThreadRow($"end-{Chat.Id}");

    /// <summary>Above the first message that was unread when the thread was opened.</summary>
    public sealed record UnreadFrom() : ThreadRow("unread");

    /// <param name="OpensRun">The first of consecutive messages of one author: it has the name and the bubble's tail.</param>
    public sealed record Said(MessageItem Message, bool OpensRun) : ThreadRow(Message.ClientKey ?? Message.Id.ToString());

    /// <summary>The messages in reading order, with rows where a day or a chat starts or ends.</summary>
    public static IReadOnlyList<ThreadRow> Of(ConversationThread thread, MessageId? unreadFrom, Func<DateTimeOffset, DateOnly> dayOf)
    {
        var messages = thread.Messages;
        var oldest = thread.OlderCursor is null || messages.Count == 0 ? DateTimeOffset.MinValue : messages[0].At;

        // Order at the same time: a chat's start, messages, a chat's end.
        var line = messages.Select(m => (m.At, Rank: 2, Row: (ThreadRow)new Said(m, false)))
            .Concat(thread.Chats.Where(c => StartOf(c, messages) >= oldest)
                .Select(c => (At: StartOf(c, messages), Rank: 1, Row: (ThreadRow)new ChatStarts(c))))
            .Concat(thread.Chats.Where(c => c.ClosedAt >= oldest)
                .Select(c => (At: c.ClosedAt!.Value, Rank: 3, Row: (ThreadRow)new ChatEnds(c))))
            .OrderBy(e => e.At).ThenBy(e => e.Rank);

        var rows = new List<ThreadRow>();
        DateOnly? day = null;
        MessageItem? before = null;
        foreach (var (at, _, row) in line)
        {
            if (dayOf(at) != day)
            {
                day = dayOf(at);
                rows.Add(new DayStarts(day.Value));
                before = null;
            }
            if (row is not Said said)
            {
                rows.Add(row);
                before = null;
                continue;
            }
            if (said.Message.Kind == MessageKind.System)
            {
                // A notice has no author and gets a row of its own.
                rows.Add(row);
                before = null;
                continue;
            }
            if (said.Message.Id == unreadFrom)
            {
                rows.Add(new UnreadFrom());
                before = null;
            }
            rows.Add(said with { OpensRun = !ContinuesRun(before, said.Message) });
            before = said.Message;
        }
        return rows;
    }

    private static bool ContinuesRun(MessageItem? before, MessageItem message) =>
        before is not null
        && before.Direction == message.Direction
        && before.Author?.Id == message.Author?.Id
        && before.Source == message.Source
        && message.At - before.At < TimeSpan.FromMinutes(10);

    // A chat waits since its first message was processed, which is later than WhatsApp's timestamp of the message.
    private static DateTimeOffset StartOf(ChatItem chat, IReadOnlyList<MessageItem> messages)
    {
        var first = messages.FirstOrDefault(m => m.ChatId == chat.Id);
        return first is not null && first.At < chat.WaitingSince ? first.At : chat.WaitingSince;
    }
}
