using Balcao.Client.Conversations;
using Balcao.Client.Realtime;
using Balcao.Client.Tests.World;
using Balcao.Contract;

namespace Balcao.Client.Tests.Realtime;

public sealed class ChatStoreTests
{
    private readonly ChatStore _store = new();

    [Fact]
    public void A_chat_in_a_change_replaces_the_one_with_the_same_id()
    {
        var chat = A.Chat();
        _store.Load([chat], 10);

        var taken = _store.Apply(Change(10, 11, chats: [chat with { Status = ChatStatus.InService, Agent = A.Ana }]));

        Assert.Equal(Taken.Applied, taken);
        Assert.Equal(A.Ana, Assert.Single(_store.OpenChats).Agent);
        Assert.Equal(11, _store.Position);
    }

    [Fact]
    public void A_closed_chat_leaves_the_panel()
    {
        var chat = A.Chat();
        _store.Load([chat], 10);
        _store.Apply(Change(10, 11, chats: [chat with { Status = ChatStatus.Closed }]));
        Assert.Empty(_store.OpenChats);
    }

    [Fact]
    public void A_chat_the_reader_no_longer_sees_leaves_the_panel()
    {
        var chat = A.Chat();
        _store.Load([chat], 10);
        _store.Apply(Change(10, 11, hidden: [chat.Id]));
        Assert.Empty(_store.OpenChats);
    }

    [Fact]
    public void A_range_that_starts_after_the_last_one_is_a_gap_and_changes_nothing()
    {
        _store.Load([], 10);
        Assert.Equal(Taken.Gap, _store.Apply(Change(12, 13, chats: [A.Chat()])));
        Assert.Empty(_store.OpenChats);
        Assert.Equal(10, _store.Position);
    }

    [Fact]
    public void A_known_range_is_not_applied_again()
    {
        var chat = A.Chat();
        _store.Load([chat with { Unread = 3 }], 10);
        Assert.Equal(Taken.AlreadyKnown, _store.Apply(Change(8, 10, chats: [chat])));
        Assert.Equal(3, Assert.Single(_store.OpenChats).Unread);
    }

    [Fact]
    public void A_range_that_overlaps_the_last_one_is_applied()
    {
        var chat = A.Chat();
        _store.Load([], 10);
        Assert.Equal(Taken.Applied, _store.Apply(Change(8, 12, chats: [chat])));
        Assert.Single(_store.OpenChats);
    }

    [Fact]
    public void An_empty_range_only_moves_the_position()
    {
        _store.Load([A.Chat()], 10);
        Assert.Equal(Taken.Applied, _store.Apply(Change(10, 14)));
        Assert.Equal(14, _store.Position);
        Assert.Single(_store.OpenChats);
    }

    [Fact]
    public void Only_a_chat_that_begins_to_wait_is_announced()
    {
        var announced = new List<ChatId>();
        _store.StartedWaiting += chat => announced.Add(chat.Id);
        var (old, fresh, returned) = (A.Chat(), A.Chat("Marcos"), A.Chat("Joana", ChatStatus.InService, A.Ana));
        _store.Load([old, returned], 10);

        _store.Apply(Change(10, 11, chats: [old with { Unread = 1 }, fresh]));
        _store.Apply(Change(11, 12, chats: [fresh with { Unread = 2 }, returned with { Status = ChatStatus.Waiting, Agent = null }]));

        Assert.Equal([fresh.Id, returned.Id], announced);
    }

    [Fact]
    public void An_answer_to_a_request_never_overwrites_a_newer_record_from_the_feed()
    {
        var chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);
        var answered = A.Message(chat, MessageDirection.Outbound, A.Now, "Oi", A.Ana) with { Delivery = DeliveryStatus.Queued };
        _store.Load([chat], 10);
        _store.Open(Thread(chat, [], asOf: 10));

        _store.Apply(Change(10, 11, messages: [answered with { Delivery = DeliveryStatus.Delivered }]));
        _store.Add(answered);

        var message = Assert.Single(_store.Thread(chat.ConversationId)!.Messages);
        Assert.Equal(DeliveryStatus.Delivered, message.Delivery);
    }

    [Fact]
    public void A_change_older_than_the_thread_does_not_overwrite_the_thread()
    {
        var chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);
        var read = A.Message(chat, MessageDirection.Outbound, A.Now, "Oi", A.Ana) with { Delivery = DeliveryStatus.Read };
        _store.Load([chat], 10);
        _store.Open(Thread(chat, [read], asOf: 12));

        _store.Apply(Change(10, 11, messages: [read with { Delivery = DeliveryStatus.Sent }]));

        Assert.Equal(DeliveryStatus.Read, Assert.Single(_store.Thread(chat.ConversationId)!.Messages).Delivery);
    }

    [Fact]
    public void A_message_older_than_the_loaded_messages_is_added_with_its_page()
    {
        var chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);
        var newest = A.Message(chat, MessageDirection.Inbound, A.Now, "agora");
        var old = A.Message(chat, MessageDirection.Inbound, A.Now.AddDays(-3), "antes");
        _store.Load([chat], 10);
        var thread = new ConversationThread(View(chat, 10), new Page<MessageItem>([newest], "older", 10));
        _store.Open(thread);

        _store.Apply(Change(10, 11, messages: [old]));
        Assert.Equal([newest], thread.Messages);

        thread.AddOlder(new Page<MessageItem>([old], null, 11));
        Assert.Equal([old, newest], thread.Messages);
    }

    [Fact]
    public void Messages_of_one_conversation_never_show_in_another()
    {
        var (lucia, marcos) = (A.Chat(status: ChatStatus.InService, agent: A.Ana), A.Chat("Marcos"));
        _store.Load([lucia, marcos], 10);
        _store.Open(Thread(lucia, [], 10));

        _store.Apply(Change(10, 11, messages: [A.Message(marcos, MessageDirection.Inbound, A.Now, "para outro")]));

        Assert.Empty(_store.Thread(lucia.ConversationId)!.Messages);
    }

    [Fact]
    public void The_version_of_a_thread_increases_only_when_the_thread_changes()
    {
        var (lucia, marcos) = (A.Chat(status: ChatStatus.InService, agent: A.Ana), A.Chat("Marcos"));
        _store.Load([lucia, marcos], 10);
        var thread = Thread(lucia, [], 10);
        _store.Open(thread);

        _store.Apply(Change(10, 11, chats: [marcos with { Unread = 1 }], messages: [A.Message(marcos, MessageDirection.Inbound, A.Now, "para outro")], hidden: [marcos.Id]));
        Assert.Equal(0, thread.Version);

        Action[] changing =
        [
            () => _store.Apply(Change(11, 12, messages: [A.Message(lucia, MessageDirection.Inbound, A.Now, "oi")])),
            () => _store.Apply(Change(12, 13, chats: [lucia with { Unread = 1 }])),
            () => _store.Add(A.Message(lucia, MessageDirection.Outbound, A.Now, "olá", A.Ana)),
            () => thread.AddOlder(new Page<MessageItem>([A.Message(lucia, MessageDirection.Inbound, A.Now.AddDays(-1), "antes")], null, 13)),
            () => _store.Apply(Change(13, 14, hidden: [lucia.Id])),
        ];
        foreach (var change in changing)
        {
            var before = thread.Version;
            change();
            Assert.True(thread.Version > before);
        }
    }

    internal static Changes Change(
        long from, long to, IReadOnlyList<ChatItem>? chats = null, IReadOnlyList<MessageItem>? messages = null, IReadOnlyList<ChatId>? hidden = null) =>
        new(from, to, false, chats ?? [], messages ?? [], hidden ?? [], []);

    internal static ConversationView View(ChatItem chat, long asOf) => new(
        new(chat.ConversationId, chat.Contact, chat.Number, chat.WindowEndsAt, chat.Unread, A.Now), [chat], asOf);

    private static ConversationThread Thread(ChatItem chat, IReadOnlyList<MessageItem> newestFirst, long asOf) =>
        new(View(chat, asOf), new Page<MessageItem>(newestFirst, null, asOf));
}
