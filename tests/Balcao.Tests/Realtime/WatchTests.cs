using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Realtime;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Balcao.Tests.Realtime;

/// <summary>A screen receives the messages of the threads that it watches, and every chat of its list.</summary>
public sealed class WatchTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private static Customer NewCustomer() => new("Cliente", $"55119330{Interlocked.Increment(ref _customers):00000}");

    [Fact]
    public async Task A_connection_receives_all_messages_until_it_names_the_conversations_it_watches()
    {
        var (one, other) = (NewCustomer(), NewCustomer());
        await using var hub = await Listener.OpenAsync(App, Ana);
        var first = await WritesAsync(one, "antes");
        await hub.HearsAsync(LojaExemplo);
        Assert.Contains(hub.Messages, m => m.Wamid == first);

        var place = await PlaceOf(first);
        await hub.WatchAsync(place.ConversationId);
        var (watched, unwatched) = (await WritesAsync(one, "visto"), await WritesAsync(other, "de outra conversa"));
        await hub.HearsAsync(LojaExemplo);
        Assert.Contains(hub.Messages, m => m.Wamid == watched);
        Assert.DoesNotContain(hub.Messages, m => m.Wamid == unwatched);
        Assert.Contains(hub.Chats, c => c.Contact.Phone == other.Phone && c.LastMessage!.Text == "de outra conversa");

        await hub.WatchAsync((await PlaceOf(unwatched)).ConversationId);
        var (still, also) = (await WritesAsync(one, "ainda"), await WritesAsync(other, "agora sim"));
        await hub.HearsAsync(LojaExemplo);
        Assert.Superset(new HashSet<string?> { still, also }, hub.Messages.Select(m => m.Wamid).ToHashSet());
    }

    [Fact]
    public async Task What_one_screen_watches_does_not_limit_another_screen()
    {
        await using var narrow = await Listener.OpenAsync(App, Ana);
        await narrow.WatchAsync();
        await using var wide = await Listener.OpenAsync(App, Clara);
        var wamid = await WritesAsync(NewCustomer(), "para quem ouve tudo");
        await wide.HearsAsync(LojaExemplo);
        await narrow.HearsAsync(LojaExemplo);
        Assert.Contains(wide.Messages, m => m.Wamid == wamid);
        Assert.Empty(narrow.Messages);
    }

    [Fact]
    public async Task Watching_a_conversation_does_not_make_it_visible()
    {
        var foreign = await WritesAsync(NewCustomer(), "da outra empresa", NumeroDaOutra);
        var place = await PlaceOf(foreign, Renata);
        var hidden = await App.ChatWaiting(Balcao500, Financeiro, NewCustomer());
        await using var ana = await Listener.OpenAsync(App, Ana);
        await ana.WatchAsync(place.ConversationId, hidden.Conversation);

        await WritesAsync(place.Contact.Phone!, "outra vez", NumeroDaOutra);
        using var clara = As(Clara);
        await clara.Api.TakeChatAsync(hidden.Id, Cancel);
        await clara.Api.AddNoteAsync(hidden.Id, new AddNoteRequest { ClientKey = "nota", Text = "só do financeiro" }, Cancel);
        await ana.HearsAsync(LojaExemplo);
        Assert.Empty(ana.Messages);
    }

    [Fact]
    public async Task A_connection_that_watches_too_many_conversations_receives_all_messages()
    {
        await using var hub = await Listener.OpenAsync(App, Ana);
        ConversationId[] many = [.. Enumerable.Range(0, IFeedServer.MostWatched).Select(_ => ConversationId.New(App.Time.GetUtcNow()))];
        await hub.WatchAsync(many);
        var before = await WritesAsync(NewCustomer(), "ainda não");
        await hub.HearsAsync(LojaExemplo);
        await hub.WatchAsync(ConversationId.New(App.Time.GetUtcNow()));
        var after = await WritesAsync(NewCustomer(), "agora sim");
        await hub.HearsAsync(LojaExemplo);
        Assert.Equal([after], hub.Messages.Select(m => m.Wamid).Where(wamid => wamid == before || wamid == after));
    }

    [Fact]
    public async Task An_invalid_list_of_conversations_is_refused_and_the_connection_stays_open()
    {
        await using var hub = await Listener.OpenAsync(App, Ana);
        await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => hub.SayAsync("todas"));
        await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => hub.SayAsync((string[])["não é uma"]));
        var wamid = await WritesAsync(NewCustomer(), "ainda ouve tudo");
        await hub.HearsAsync(LojaExemplo);
        Assert.Contains(hub.Messages, m => m.Wamid == wamid);

        await hub.SayAsync(null);
        await WritesAsync(NewCustomer(), "nenhuma");
        await hub.HearsAsync(LojaExemplo);
        Assert.Equal([wamid], hub.Messages.Select(m => m.Wamid));
    }

    [Fact]
    public async Task A_connection_that_starts_watching_while_a_range_is_read_misses_nothing_in_it()
    {
        var (early, late, never) = (await WritesAsync(NewCustomer(), "a"), await WritesAsync(NewCustomer(), "b"), await WritesAsync(NewCustomer(), "c"));
        var (one, other) = ((await PlaceOf(early)).ConversationId, (await PlaceOf(late)).ConversationId);
        await using var scope = App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().BeginReadAsync(TenantScope.Of(LojaExemplo), Cancel);
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        var asked = 0;

        var after = await db.NewestFeedNumberAsync(LojaExemplo, Cancel) - 100;
        var slice = await FeedRange.ReadAsync(
            db, App.Services.GetRequiredService<StorageEngine>(), LojaExemplo, Math.Max(0, after), IsWatched, NullLogger.Instance, Cancel);

        var told = slice.For((await Viewer.LoadAsync(db, [Clara.Id], Cancel))[Clara.Id], new("pt-BR"), _ => true).Messages.Select(m => m.Wamid).ToList();
        Assert.Contains(early, told);
        Assert.Contains(late, told);
        Assert.DoesNotContain(never, told);

        // The other conversation becomes watched after the first question about it.
        bool IsWatched(ConversationId conversation) => conversation == one || (conversation == other && asked++ > 0);
    }

    private Task<string> WritesAsync(Customer who, string text, CastNumber? number = null) => WritesAsync(who.WaId, text, number, who.Name);

    private async Task<string> WritesAsync(string phone, string text, CastNumber? number = null, string name = "Cliente")
    {
        var message = Webhooks.Text(new Customer(name, phone.TrimStart('+')), text, App.Time.GetUtcNow());
        await App.PostWebhook(Webhooks.From(number ?? Balcao500, message));
        return message.Wamid;
    }

    private async Task<MessagePlace> PlaceOf(string wamid, Member? who = null)
    {
        using var http = As(who ?? Clara);
        return await http.Api.FindMessageAsync(wamid, Cancel);
    }

    /// <summary>A program that only records the pushed changes.</summary>
    private sealed class Listener(BalcaoApp app, HubConnection hub) : IAsyncDisposable
    {
        private readonly Lock _gate = new();
        private readonly HubConnection _hub = hub;
        private readonly List<Changes> _heard = [];

        public IReadOnlyList<MessageItem> Messages => [.. Heard.SelectMany(c => c.Messages)];

        public IReadOnlyList<ChatItem> Chats => [.. Heard.SelectMany(c => c.Chats)];

        private IReadOnlyList<Changes> Heard
        {
            get { lock (_gate) return [.. _heard]; }
        }

        public static async Task<Listener> OpenAsync(BalcaoApp app, Member who)
        {
            var listener = new Listener(app, Screen.Hub(app, null, null, token: await app.TokenOfAsync(who, Permission.Read)));
            listener._hub.On<Changes>(nameof(IFeedClient.Changed), listener.Hear);
            await listener._hub.StartAsync(Cancel);
            await Eventually(() => listener.Heard.Count > 0, "the first push says where the feed is");
            return listener;
        }

        private void Hear(Changes changes)
        {
            lock (_gate) _heard.Add(changes);
        }

        public Task WatchAsync(params ConversationId[] conversations) => SayAsync(conversations);

        public Task SayAsync(object? watched) => _hub.InvokeCoreAsync(nameof(IFeedServer.Watch), [watched], Cancel);

        /// <summary>Waits until it has received all changes.</summary>
        public async Task HearsAsync(TenantId tenant)
        {
            var newest = await app.ReadAsync(tenant, db => db.NewestFeedNumberAsync(tenant, Cancel));
            await Eventually(() => Heard[^1].To >= newest, $"{newest} is heard of");
        }

        public ValueTask DisposeAsync() => _hub.DisposeAsync();
    }
}
