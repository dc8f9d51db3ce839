using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;

namespace Balcao.Client.Tests.Conversations;

public sealed class ThreadRowTests
{
    private readonly ConversationId _conversation = ConversationId.New(A.Now);

    [Fact]
    public void Starts_and_ends_of_chats_are_shown_at_their_time()
    {
        var first = Chat(987, A.Now.AddHours(-3), closed: A.Now.AddHours(-2));
        var second = Chat(1051, A.Now.AddMinutes(-30));
        var rows = Rows([first, second],
            A.Message(first, MessageDirection.Inbound, A.Now.AddHours(-3), "um"),
            A.Message(second, MessageDirection.Inbound, A.Now.AddMinutes(-30), "dois"));

        Assert.Equal(["day", "start 987", "said um", "end 987", "start 1051", "said dois"], rows.Select(Show));
    }

    [Fact]
    public void A_new_day_has_one_separator()
    {
        var chat = Chat(1, A.Now.AddDays(-1));
        var rows = Rows([chat],
            A.Message(chat, MessageDirection.Inbound, A.Now.AddDays(-1), "ontem"),
            A.Message(chat, MessageDirection.Inbound, A.Now, "hoje"),
            A.Message(chat, MessageDirection.Inbound, A.Now.AddMinutes(1), "ainda hoje"));
        Assert.Equal(["day", "start 1", "said ontem", "day", "said hoje", "said ainda hoje"], rows.Select(Show));
    }

    [Fact]
    public void Only_the_first_message_of_a_run_shows_the_name()
    {
        var chat = Chat(1, A.Now);
        var rows = Rows([chat],
            A.Message(chat, MessageDirection.Outbound, A.Now.AddMinutes(1), "a", A.Ana),
            A.Message(chat, MessageDirection.Outbound, A.Now.AddMinutes(2), "b", A.Ana),
            A.Message(chat, MessageDirection.Outbound, A.Now.AddMinutes(3), "c", A.Bruno),
            A.Message(chat, MessageDirection.Inbound, A.Now.AddMinutes(4), "d"),
            A.Message(chat, MessageDirection.Inbound, A.Now.AddMinutes(20), "e"));
        Assert.Equal([true, false, true, true, true], rows.OfType<ThreadRow.Said>().Select(s => s.OpensRun));
    }

    [Fact]
    public void Starts_and_ends_older_than_the_loaded_messages_are_not_shown_yet()
    {
        var first = Chat(987, A.Now.AddHours(-3), closed: A.Now.AddHours(-2));
        var second = Chat(1051, A.Now.AddMinutes(-30));
        var newest = A.Message(second, MessageDirection.Inbound, A.Now, "novo");
        var thread = new ConversationThread(View([first, second]), new Page<MessageItem>([newest], "older", 1));
        Assert.Equal(["day", "said novo"], ThreadRow.Of(thread, null, DayOf).Select(Show));
    }

    [Fact]
    public void Unread_messages_have_a_line_above_them()
    {
        var chat = Chat(1, A.Now);
        var unread = A.Message(chat, MessageDirection.Inbound, A.Now.AddMinutes(2), "b");
        var rows = Rows([chat], unread.Id, A.Message(chat, MessageDirection.Inbound, A.Now.AddMinutes(1), "a"), unread);
        Assert.Equal(["day", "start 1", "said a", "unread", "said b"], rows.Select(Show));
    }

    [Fact]
    public void A_message_keeps_its_place_on_screen_when_the_server_confirms_it()
    {
        var chat = Chat(1, A.Now);
        var sent = A.Message(chat, MessageDirection.Outbound, A.Now, "oi", A.Ana) with { ClientKey = "k1" };
        Assert.Equal("k1", Rows([chat], sent).OfType<ThreadRow.Said>().Single().Key);
    }

    private ChatItem Chat(long protocol, DateTimeOffset since, DateTimeOffset? closed = null) =>
        A.Chat(status: closed is null ? ChatStatus.InService : ChatStatus.Closed, agent: A.Ana, conversation: _conversation, protocol: protocol) with { WaitingSince = since, ClosedAt = closed };

    private IReadOnlyList<ThreadRow> Rows(ChatItem[] chats, params MessageItem[] messages) => Rows(chats, null, messages);

    private IReadOnlyList<ThreadRow> Rows(ChatItem[] chats, MessageId? unreadFrom, params MessageItem[] messages) =>
        ThreadRow.Of(new ConversationThread(View(chats), new Page<MessageItem>([.. messages.Reverse()], null, 1)), unreadFrom, DayOf);

    private ConversationView View(ChatItem[] chats) =>
        new(new(_conversation, chats[0].Contact, A.Number, A.Now.AddHours(20), 0, A.Now), chats, 1);

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(TimeSpan.FromHours(-3)).DateTime);

    private static string Show(ThreadRow row) => row switch
    {
        ThreadRow.DayStarts => "day",
        ThreadRow.ChatStarts start => $"start {start.Chat.Ticket.Protocol}",
        ThreadRow.ChatEnds end => $"end {end.Chat.Ticket.Protocol}",
        ThreadRow.UnreadFrom => "unread",
        ThreadRow.Said said => $"said {said.Message.Text}",
        _ => row.ToString(),
    };
}
