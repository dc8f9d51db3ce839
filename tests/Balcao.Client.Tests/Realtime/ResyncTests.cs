using System.Text.Json;
using Balcao.Client.Conversations;
using Balcao.Client.Realtime;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using CsCheck;

namespace Balcao.Client.Tests.Realtime;

/// <summary>A snapshot plus its changes equals a fresh snapshot, even if changes are lost, repeated or late.</summary>
public sealed class ResyncTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private static readonly Gen<int[]> Story = Gen.Int[0, int.MaxValue].Array[1, 60];

    [Fact]
    public async Task A_snapshot_and_its_changes_equal_a_fresh_snapshot() => await Story.SampleAsync(async steps =>
    {
        var world = new World(steps);
        using var reader = new FeedReader(world.Server.Api(), world.Store);
        await reader.LoadAsync(Now);
        await world.OpenThreadAsync();

        foreach (var pushed in world.Play()) await reader.TakeAsync(pushed, Now);

        await world.AssertFreshAsync();
    }, iter: 300);

    [Fact]
    public async Task Lost_repeated_and_late_pushes_lead_to_the_same_state() => await Gen.Select(Story, Gen.Int[0, 2].Array[60]).SampleAsync(async (steps, fates) =>
    {
        var world = new World(steps);
        using var reader = new FeedReader(world.Server.Api(), world.Store);
        await reader.LoadAsync(Now);
        await world.OpenThreadAsync();

        var late = new List<Changes>();
        foreach (var (pushed, index) in world.Play().Select((c, i) => (c, i)))
        {
            switch (fates[index % fates.Length])
            {
                case 0: // arrives
                    await reader.TakeAsync(pushed, Now);
                    break;
                case 1: // arrives twice
                    await reader.TakeAsync(pushed, Now);
                    await reader.TakeAsync(pushed, Now);
                    break;
                default: // never, or long after
                    late.Add(pushed);
                    break;
            }
        }
        foreach (var pushed in late) await reader.TakeAsync(pushed, Now);
        await reader.CatchUpAsync(Now);

        await world.AssertFreshAsync();
    }, iter: 300);

    [Fact]
    public async Task A_reset_reads_everything_again()
    {
        var world = new World([]);
        using var reader = new FeedReader(world.Server.Api(), world.Store);
        await reader.LoadAsync(Now);
        foreach (var _ in world.Play([1, 2, 3, 4, 5, 6])) { }

        await reader.TakeAsync(new Changes(0, world.Server.Position, true, [], [], [], []), Now);

        await world.AssertFreshAsync();
        Assert.Equal(world.Server.Position, world.Store.Position);
    }

    [Fact]
    public async Task A_change_pushed_before_the_first_list_is_not_lost()
    {
        var world = new World([]);
        using var reader = new FeedReader(world.Server.Api(), world.Store);
        foreach (var pushed in world.Play([1, 2, 3])) await reader.TakeAsync(pushed, Now);

        await reader.CatchUpAsync(Now);

        await world.AssertFreshAsync();
    }

    [Fact, Finding("O1")]
    public async Task Catching_up_ends_at_what_there_was_though_messages_never_stop()
    {
        var world = new World([]);
        using var reader = new FeedReader(world.Server.Api(), world.Store);
        await reader.LoadAsync(Now);
        await world.OpenThreadAsync();
        foreach (var _ in world.Play([3, 8, 13])) { /* nobody is told: the connection is lost */ }
        var (known, asked) = (world.Server.Position, 0);
        world.Server.Instead = request =>
        {
            if (request.RequestUri!.AbsolutePath == "/api/changes" && asked++ is > 0 and < 50) foreach (var _ in world.Play([3])) { /* one more for each answer */ }
            return null;
        };

        await reader.CatchUpAsync(Now);

        Assert.Equal((1, known), (asked, world.Store.Position));
    }

    [Fact, Finding("O1")]
    public async Task A_gap_is_closed_with_one_answer_though_messages_never_stop()
    {
        var world = new World([]);
        using var reader = new FeedReader(world.Server.Api(), world.Store);
        await reader.LoadAsync(Now);
        await world.OpenThreadAsync();
        var lost = world.Play([3, 8, 13]).ToList();
        var asked = 0;
        world.Server.Instead = request =>
        {
            if (request.RequestUri!.AbsolutePath == "/api/changes" && asked++ is > 0 and < 50) foreach (var _ in world.Play([3])) { /* one more for each answer */ }
            return null;
        };

        await reader.TakeAsync(lost[^1], Now);

        Assert.Equal(1, asked);
        await world.AssertFreshAsync();
    }

    /// <summary>A server to which numbered things happen, and a store that follows it.</summary>
    private sealed class World
    {
        private readonly int[] _steps;
        private readonly List<Changes> _pushed = [];
        private readonly ConversationId _conversation;
        private int _minute;

        public World(int[] steps)
        {
            _steps = steps;
            Server = new FakeBalcao(TimeProvider.System) { Me = A.Me(A.Ana) };
            Server.Changed += _pushed.Add;
            foreach (var name in (string[])["Dona Lúcia", "Marcos", "Joana"]) Server.Put(A.Chat(name));
            _conversation = Server.Chats.Values.First().ConversationId;
            Server.Put(A.Message(Server.Chats.Values.First(), MessageDirection.Inbound, A.Now, "Oi"));
            _pushed.Clear();
        }

        public FakeBalcao Server { get; }

        public ChatStore Store { get; } = new();

        public async Task OpenThreadAsync() => Store.Open(await ReadThreadAsync());

        public IEnumerable<Changes> Play(int[]? steps = null)
        {
            foreach (var step in steps ?? _steps)
            {
                Happen(step);
                foreach (var pushed in _pushed.ToList()) yield return pushed;
                _pushed.Clear();
            }
        }

        public async Task AssertFreshAsync()
        {
            var fresh = await Server.Api().ListChatsAsync();
            Assert.Equal(Json(fresh.Items.OrderBy(c => c.Id.Value)), Json(Store.OpenChats.OrderBy(c => c.Id.Value)));
            if (Store.Thread(_conversation) is not { } thread) return;
            var freshThread = await ReadThreadAsync();
            Assert.Equal(Json(freshThread.Messages), Json(thread.Messages));
            Assert.Equal(Json(freshThread.Chats), Json(thread.Chats));
            Assert.Equal(freshThread.Conversation.Unread, thread.Conversation.Unread);
        }

        // Compared as JSON, because the records contain lists, which compare by reference.
        private static IEnumerable<string> Json(IEnumerable<ChatItem> chats) => chats.Select(c => JsonSerializer.Serialize(c, ContractJson.Default.ChatItem));

        private static IEnumerable<string> Json(IEnumerable<MessageItem> messages) => messages.Select(m => JsonSerializer.Serialize(m, ContractJson.Default.MessageItem));

        private async Task<ConversationThread> ReadThreadAsync()
        {
            var api = Server.Api();
            return new(await api.GetConversationAsync(_conversation), await api.ListMessagesAsync(_conversation, limit: 1000));
        }

        private void Happen(int step)
        {
            var chats = Server.Chats.Values.OrderBy(c => c.Id.Value).ToList();
            var chat = chats[step % chats.Count];
            var messages = Server.Messages.Values.OrderBy(m => m.Id.Value).ToList();
            var message = messages[step % messages.Count];
            var at = A.Now.AddMinutes(++_minute);
            switch (step % 9)
            {
                case 0:
                    Server.Put(chat with { Status = ChatStatus.InService, Agent = A.Ana, StartedAt = at });
                    break;
                case 1:
                    Server.Put(chat with { Status = ChatStatus.Closed, ClosedAt = at });
                    break;
                case 2: // the same conversation comes back in a new chat
                    Server.Put(A.Chat(chat.Contact.Name, conversation: chat.ConversationId) with { WaitingSince = at, Contact = chat.Contact, Unread = chat.Unread });
                    break;
                case 3:
                    Server.Put(A.Message(chat, MessageDirection.Outbound, at, "Resposta", A.Ana) with { Delivery = DeliveryStatus.Queued });
                    break;
                case 4:
                    Server.Put(message with { Delivery = DeliveryStatus.Read, Reactions = [new("👍", null)] });
                    break;
                case 5: // WhatsApp delivers an old message late: its timestamp decides its position
                    Server.Put(A.Message(chat, MessageDirection.Inbound, A.Now.AddMinutes(-_minute), "Atrasada"));
                    break;
                case 6: // the unread count belongs to the conversation, so all its chats have the same
                    foreach (var same in chats.Where(c => c.ConversationId == chat.ConversationId)) Server.Put(same with { Unread = step % 7 });
                    break;
                case 7: // filtered out for this reader
                    Server.Tell(new(Server.Position, Server.Position + 1, false, [], [], [], []));
                    break;
                default:
                    Server.Put(A.Message(chat, MessageDirection.Inbound, at, "Mensagem"));
                    break;
            }
        }
    }
}
