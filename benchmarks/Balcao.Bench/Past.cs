using System.Buffers.Binary;
using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Search;
using Balcao.Tickets;

namespace Balcao.Bench;

/// <summary>A tenant with its numbers, groups and agents.</summary>
internal sealed record Desk(TenantId Tenant, IReadOnlyList<BenchNumber> Numbers, IReadOnlyList<ChatGroup> Groups, AgentId Administrator, AgentId Attendant);

/// <summary>
/// The history of two tenants over half a year. It is generated twice from the same seed: first to compute the current
/// state of each conversation, then message by message. Four fifths belong to the first tenant; some customers write a
/// lot, most a little.
/// </summary>
internal sealed class Past
{
    /// <summary>Chats that are open at the end, half of them waiting.</summary>
    private const int OpenChats = 2_000;

    private const int MessagesOfAConversation = 20, MessagesOfAChat = 10;

    /// <summary>The entries of the message itself, of its delivery statuses and of its chat.</summary>
    private const int FeedEntriesOfAMessage = 4;

    private static readonly TimeSpan Span = TimeSpan.FromDays(180);

    private readonly IReadOnlyList<Desk> _desks;
    private readonly DateTimeOffset _start;
    private readonly int _messages;
    private readonly Texts _texts;
    private readonly Thread?[] _threads;
    private long _rowNumber;

    public Past(IReadOnlyList<Desk> desks, int messages, Texts texts, DateTimeOffset now)
    {
        (_desks, _messages, _texts, _start) = (desks, messages, texts, now - Span);
        _feed = desks.ToDictionary(desk => desk, _ => 0L);
        _threads = new Thread?[Math.Max(1, messages / MessagesOfAConversation)];
        Live();
    }

    /// <summary>The threads of the first tenant, the one with most messages first.</summary>
    public IReadOnlyList<Thread> Threads => [.. _threads.OfType<Thread>().Where(thread => thread.Desk == _desks[0])];

    public IReadOnlyDictionary<TenantId, int> Protocols => _desks.ToDictionary(desk => desk.Tenant, desk => _protocols[desk]);

    private readonly Dictionary<Desk, int> _protocols = [];

    private readonly Dictionary<Desk, long> _feed;

    private void Live()
    {
        foreach (var draw in Draws())
        {
            var thread = _threads[draw.Customer] ??= Begin(draw);
            if (thread.Count % MessagesOfAChat == 0) thread.Chats.Add(Open(thread, draw.At));
            var message = MessageOf(draw, thread, thread.Count, null);
            if (message.Direction is MessageDirection.Inbound) thread.Conversation.Received(message);
            else thread.Conversation.Added(message);
            if (++thread.Count % MessagesOfAChat == 0) Close(thread, draw.At);
        }
        var unfinished = _threads.OfType<Thread>().Where(thread => thread.Count % MessagesOfAChat != 0)
            .OrderByDescending(thread => thread.Conversation.LastActivityAt).ToList();
        foreach (var thread in unfinished.Skip(OpenChats)) Close(thread, thread.Conversation.LastActivityAt);
        foreach (var (i, thread) in unfinished.Take(OpenChats).Index())
            if (i % 2 == 0) thread.Chats[^1].Chat.Take(thread.Server, thread.Conversation.LastActivityAt);
        foreach (var thread in _threads.OfType<Thread>())
            thread.Conversation.Unread = thread.Chats[^1].Chat.Status is ChatStatus.Waiting ? thread.Count % MessagesOfAChat : 0;
    }

    /// <summary>All rows except those of messages, parents first; rows that refer to each other are adjacent.</summary>
    public IEnumerable<object> People()
    {
        foreach (var thread in _threads.OfType<Thread>())
        {
            var (tenant, contact) = (thread.Desk.Tenant, thread.Contact);
            var identity = new ContactIdentity { TenantId = tenant, Kind = IdentityKind.Phone, Value = contact.Phone!, ContactId = contact.Id };
            yield return contact;
            yield return identity;
            yield return new ContactAudience { TenantId = tenant, ContactId = contact.Id, GroupId = thread.Group.Id };
            yield return new ContactWords { TenantId = tenant, ContactId = contact.Id, Number = ++_rowNumber, Words = ContactWords.Of(contact, [identity]) };
            yield return thread.Conversation;
            foreach (var (chat, ticket) in thread.Chats)
            {
                yield return ticket;
                yield return chat;
            }
        }
    }

    /// <summary>
    /// Every message with its search words, in the order of time, and at the end the position of the search index in
    /// the feed.
    /// </summary>
    public IEnumerable<object> Messages()
    {
        var (random, counts) = (new Random(13), new int[_threads.Length]);
        foreach (var draw in Draws())
        {
            var thread = _threads[draw.Customer]!;
            var message = MessageOf(draw, thread, counts[draw.Customer]++, _texts.Message(random, draw.Index));
            yield return message;
            var segment = SearchPrefix.SegmentAt(_feed[thread.Desk] += FeedEntriesOfAMessage);
            yield return new MessageWords
            {
                TenantId = message.TenantId, MessageId = message.Id, Number = draw.Index + 1, Segment = segment,
                Words = MessageWords.Of(message.TenantId, segment, message.Text),
            };
        }
        foreach (var (desk, sequence) in _feed) yield return new FeedFollower { TenantId = desk.Tenant, Name = SearchIndexer.Follower, Sequence = sequence };
    }

    private IEnumerable<Draw> Draws()
    {
        var random = new Random(7);
        for (var i = 0; i < _messages; i++)
        {
            var skewed = random.NextDouble();
            var at = DateTimeOffset.FromUnixTimeSeconds((_start + (Span * ((double)i / _messages))).ToUnixTimeSeconds());
            yield return new Draw(i, (int)(_threads.Length * skewed * skewed), at, random.NextDouble() < 0.6);
        }
    }

    private Thread Begin(Draw draw)
    {
        var desk = _desks[draw.Customer % 5 == 4 ? 1 : 0];
        var place = draw.Customer / 5 % desk.Numbers.Count;
        var contact = new Contact
        {
            TenantId = desk.Tenant, Id = ContactId.New(draw.At), Name = _texts.Name(draw.Customer), Phone = $"551190{draw.Customer:0000000}", CreatedAt = draw.At,
        };
        var conversation = new Conversation
        {
            TenantId = desk.Tenant, Id = ConversationId.New(draw.At), ChannelId = desk.Numbers[place].Id, ContactId = contact.Id, LastActivityAt = draw.At,
        };
        return new Thread(desk, desk.Groups[place], place == 0 ? desk.Attendant : desk.Administrator, contact, conversation);
    }

    private (Chat, Ticket) Open(Thread thread, DateTimeOffset at)
    {
        var opened = ChatForMessage.Choose(null, thread.Conversation, thread.Group.Id, "Atendimento", at, at);
        opened.Ticket.Protocol = _protocols[thread.Desk] = _protocols.GetValueOrDefault(thread.Desk) + 1;
        return (opened.Chat, opened.Ticket);
    }

    private static void Close(Thread thread, DateTimeOffset at)
    {
        var (chat, ticket) = thread.Chats[^1];
        chat.Take(thread.Server, at);
        chat.Close(thread.Server, at);
        ticket.Resolve(at);
        ticket.Close();
    }

    private static Message MessageOf(Draw draw, Thread thread, int place, string? text)
    {
        var isInbound = draw.IsInbound || place == 0;
        var message = new Message
        {
            TenantId = thread.Desk.Tenant, Id = IdOf(draw), ConversationId = thread.Conversation.Id, ChannelId = thread.Conversation.ChannelId,
            ChatId = thread.Chats[place / MessagesOfAChat].Chat.Id, Direction = isInbound ? MessageDirection.Inbound : MessageDirection.Outbound,
            Kind = MessageKind.Text, At = draw.At, StoredAt = draw.At, Text = text, AuthorId = isInbound ? null : thread.Server,
            Wamid = $"wamid.HBgNNTUxMTk5OTk5MDAwMRUCABIYFDNB{draw.Index:0000000000}",
        };
        if (!isInbound) message.Advance(DeliveryStatus.Read, draw.At);
        return message;
    }

    /// <summary>A UUIDv7, the same each time the message is generated.</summary>
    private static MessageId IdOf(Draw draw)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (draw.At.ToUnixTimeMilliseconds() << 16) | 0x7000L);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000_0000_0000_0000 | (uint)draw.Index);
        return new MessageId(new Guid(bytes, bigEndian: true));
    }

    private readonly record struct Draw(int Index, int Customer, DateTimeOffset At, bool IsInbound);
}

/// <summary>One customer's thread.</summary>
/// <param name="Server">The agent who serves it.</param>
internal sealed record Thread(Desk Desk, ChatGroup Group, AgentId Server, Contact Contact, Conversation Conversation)
{
    public int Count { get; set; }

    public List<(Chat Chat, Ticket Ticket)> Chats { get; } = [];
}
