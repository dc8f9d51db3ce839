using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Realtime;

/// <summary>
/// A browser that follows the feed as the client does: it reads the lists once, replaces each record by the pushed one with
/// the same id, requests the changes of a gap, and reads the lists again after a reset.
/// </summary>
internal sealed class Screen : IAsyncDisposable
{
    private readonly BalcaoApp _app;
    private readonly HttpClient _http;
    private readonly HubConnection _hub;
    private readonly Member _who;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<ChatId, ChatItem> _chats = [];
    private readonly Dictionary<MessageId, MessageItem> _messages = [];
    private readonly HashSet<ConversationId> _opened = [];
    private readonly bool _watches;
    private long _at;

    /// <summary>Of this connection. The client cannot name it: without negotiation it is not told its connection id.</summary>
    private IReadOnlyList<string> _leases = [];

    private Screen(BalcaoApp app, Member who, HttpClient http, HubConnection hub, bool watches) =>
        (_app, _who, _http, _hub, _watches) = (app, who, http, hub, watches);

    public BalcaoApi Api => _http.Api;

    public ConcurrentQueue<Changes> Pushes { get; } = new();

    public ConcurrentQueue<Presence> Presences { get; } = new();

    public TaskCompletionSource AccessChanged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The feed's number up to which the screen is up to date.</summary>
    public long At => Interlocked.Read(ref _at);

    /// <summary>Signs in, connects, and reads the lists.</summary>
    /// <param name="watches">True: it names the threads it shows, as the browser does, and receives only their messages.</param>
    public static async Task<Screen> OpenAsync(BalcaoApp app, Member who, string language = "pt-BR", bool watches = false)
    {
        var screen = new Screen(app, who, app.As(who), Hub(app, await CookieOfAsync(app, who), app.Url.GetLeftPart(UriPartial.Authority), language), watches);
        screen._hub.On<Changes>(nameof(IFeedClient.Changed), screen.TakeAsync);
        screen._hub.On<Presence>(nameof(IFeedClient.PresenceChanged), screen.Presences.Enqueue);
        screen._hub.On(nameof(IFeedClient.AccessChanged), () => { screen.AccessChanged.TrySetResult(); });
        screen._hub.Closed += _ =>
        {
            screen.Closed.TrySetResult();
            return Task.CompletedTask;
        };
        await screen.ReloadAsync();
        var before = await screen.LeasesAsync();
        await screen._hub.StartAsync(TestContext.Current.CancellationToken);
        await Eventually(() => !screen.Pushes.IsEmpty, "the first push says where the feed is");
        screen._leases = [.. (await screen.LeasesAsync()).Except(before)];
        if (watches) await screen.WatchAsync([.. screen._opened]);
        return screen;
    }

    public static HubConnection Hub(BalcaoApp app, string? cookie, string? origin, string language = "pt-BR", string? token = null) => new HubConnectionBuilder()
        .WithUrl(new Uri(app.Url, "hub"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            if (cookie is not null) options.Headers["Cookie"] = cookie;
            if (origin is not null) options.Headers["Origin"] = origin;
            if (token is not null) options.Headers["Authorization"] = "Bearer " + token;
            options.Headers["Accept-Language"] = language;
        })
        .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ContractJson.Default))
        .Build();

    public static async Task<string> CookieOfAsync(BalcaoApp app, Member who)
    {
        using var http = app.Anyone();
        using var response = await http.PostAsJsonAsync(
            "api/session", new SignInRequest { Email = who.Email, Password = Cast.Password }, ContractJson.Default.SignInRequest);
        return response.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("balcao=", StringComparison.Ordinal)).Split(';')[0];
    }

    private async Task TakeAsync(Changes changes)
    {
        await _gate.WaitAsync();
        try
        {
            Pushes.Enqueue(changes);
            if (changes.IsReset) await ReadListsAsync();
            else if (changes.From > _at) await CatchUpAsync();
            else if (changes.To > _at) await PutAsync(changes);
        }
        finally { _gate.Release(); }
    }

    /// <summary>Reads the lists, as after a reload, and follows the feed from there.</summary>
    public async Task ReloadAsync()
    {
        await _gate.WaitAsync();
        try { await ReadListsAsync(); }
        finally { _gate.Release(); }
    }

    private async Task CatchUpAsync()
    {
        var missed = await Api.GetChangesAsync(_at);
        if (missed.IsReset) await ReadListsAsync();
        else await PutAsync(missed);
    }

    private async Task ReadListsAsync()
    {
        _chats.Clear();
        _messages.Clear();
        _opened.Clear();
        long? at = null;
        foreach (var status in (ChatStatus?[])[null, ChatStatus.Closed])
        {
            string? cursor = null;
            do
            {
                var page = await Api.ListChatsAsync(status, cursor: cursor, limit: 200);
                foreach (var chat in page.Items) _chats[chat.Id] = chat;
                // The oldest number of all pages, so that changes between two pages are received again.
                at = Math.Min(at ?? page.AsOf, page.AsOf);
                cursor = page.Next;
            }
            while (cursor is not null);
        }
        Interlocked.Exchange(ref _at, at!.Value);
        await OpenThreadsAsync();
    }

    private async Task PutAsync(Changes changes)
    {
        foreach (var chat in changes.Chats) _chats[chat.Id] = chat;
        foreach (var hidden in changes.HiddenChats) _chats.Remove(hidden);
        foreach (var message in changes.Messages.Where(m => _opened.Contains(m.ConversationId))) _messages[message.Id] = message;
        await OpenThreadsAsync();
        Interlocked.Exchange(ref _at, changes.To);
    }

    private Task WatchAsync(params ConversationId[] conversations) => _hub.InvokeAsync(nameof(IFeedServer.Watch), conversations);

    private async Task OpenThreadsAsync()
    {
        foreach (var conversation in _chats.Values.Select(c => c.ConversationId).Where(_opened.Add).ToList())
        {
            if (_watches && _hub.State is HubConnectionState.Connected) await WatchAsync(conversation);
            string? cursor = null;
            do
            {
                var page = await Api.ListMessagesAsync(conversation, cursor, 200);
                foreach (var message in page.Items) _messages[message.Id] = message;
                cursor = page.Next;
            }
            while (cursor is not null);
        }
    }

    /// <summary>Waits until the screen has received all changes.</summary>
    public async Task CatchesUpAsync(TenantId tenant)
    {
        var newest = await _app.ReadAsync(tenant, db => db.NewestFeedNumberAsync(tenant, CancellationToken.None));
        await Eventually(() => At >= newest, $"the screen at {At} has heard of {newest}");
    }

    /// <summary>Everything it shows, for comparison.</summary>
    public async Task<string> ShowsAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return string.Join('\n',
            [
                .. _chats.Values.OrderBy(c => c.Id.Value).Select(c => JsonSerializer.Serialize(c, ContractJson.Default.ChatItem)),
                .. _messages.Values.OrderBy(m => m.Id.Value).Select(m => JsonSerializer.Serialize(m, ContractJson.Default.MessageItem)),
            ]);
        }
        finally { _gate.Release(); }
    }

    private Task<List<string>> LeasesAsync() => _app.ReadAsync(_who.Tenant!.Value, db => db.PresenceLeases
        .Where(l => l.AgentId == _who.Id).Select(l => l.ConnectionId).ToListAsync(TestContext.Current.CancellationToken));

    /// <summary>Returns when the server knows that the screen is closed: the next test begins without it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        if (_app.IsRunning) await Eventually(async () => !(await LeasesAsync()).Intersect(_leases).Any(), $"the server has heard that {_who.Name} left");
        _http.Dispose();
        _gate.Dispose();
    }
}
