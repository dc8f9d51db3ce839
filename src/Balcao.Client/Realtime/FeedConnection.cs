using System.Globalization;
using Balcao.Client.Agents;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Balcao.Client.Realtime;

/// <summary>Replaced: the person has too many screens open, and this one waits until it is asked for.</summary>
public enum ConnectionState { Off, Connecting, Connected, Lost, Replaced }

/// <summary>
/// The live connection to <c>/hub</c>. It reconnects without limit; after that, missed changes are requested by number.
/// </summary>
public sealed partial class FeedConnection(
    FeedReader reader, CurrentPerson person, NavigationManager navigation, TimeProvider time, ILogger<FeedConnection> log) : IAsyncDisposable
{
    /// <summary>Without an answer by then the connection counts as lost: opening a thread must not wait longer.</summary>
    private static readonly TimeSpan WatchTimeout = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly HashSet<ConversationId> _watched = [];
    private HubConnection? _hub;

    /// <summary>The connection that watches all of <see cref="_watched"/>; others receive the messages of all threads.</summary>
    private HubConnection? _watching;
    private CancellationTokenSource? _running;
    private bool _isReplaced;
    private TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public event Action? StateChanged;

    public event Action<Presence>? PresenceChanged;

    public ConnectionState State { get; private set; }

    public void Start()
    {
        lock (_gate)
        {
            if (_running is not null) return;
            _running = new();
        }
        _ = RunAsync(_running.Token);
    }

    public async Task StopAsync()
    {
        CancellationTokenSource? running;
        lock (_gate)
        {
            running = _running;
            _running = null;
        }
        if (running is null) return;
        await running.CancelAsync();
        running.Dispose();
        _watched.Clear();
        Show(ConnectionState.Off);
    }

    /// <summary>Must be awaited before a thread is read, so that later messages of the thread are pushed.</summary>
    public async Task WatchAsync(ConversationId conversation)
    {
        _watched.Add(conversation);
        if (_watching is not { State: HubConnectionState.Connected } hub) return;
        try
        {
            await hub.InvokeAsync(nameof(IFeedServer.Watch), (ConversationId[])[conversation]).WaitAsync(WatchTimeout, time);
        }
        catch (Exception lost)
        {
            // The next connection watches the conversation and requests the missed changes. The stop is awaited: a later
            // push on this connection would lack the thread's messages but advance the position past them.
            LogLost(lost, 0);
            await hub.StopAsync();
        }
    }

    /// <summary>Ends the wait before the next attempt: the browser is online again, or the user asks for it.</summary>
    public void Hurry() => _hurry.TrySetResult();

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task RunAsync(CancellationToken ct)
    {
        var attempt = 0;
        var isReconnected = false;
        Show(ConnectionState.Connecting);
        await ReadFirstAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var hub = Build(ct);
                var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _isReplaced = false;
                hub.Closed += _ =>
                {
                    closed.TrySetResult();
                    return Task.CompletedTask;
                };
                await hub.StartAsync(ct);
                // In another tab somebody may have signed out meanwhile, or somebody else in.
                if (isReconnected) await person.RefreshAsync(ct);
                isReconnected = true;
                ct.ThrowIfCancellationRequested();
                if (_watched.Count <= IFeedServer.MostWatched)
                {
                    _watching = hub;
                    await hub.InvokeAsync(nameof(IFeedServer.Watch), _watched.ToArray(), ct);
                }
                await reader.CatchUpAsync(ct);
                attempt = 0;
                Show(ConnectionState.Connected);
                await closed.Task.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost)
            {
                LogLost(lost, attempt);
            }
            if (ct.IsCancellationRequested) return;
            if (_isReplaced)
            {
                await WaitAsync(Timeout.InfiniteTimeSpan, ConnectionState.Replaced, ct);
                continue;
            }

            // A browser does not report why a WebSocket was refused. If the sign-in has ended, this request answers 401.
            if (attempt > 0) await person.RefreshAsync(ct);
            await WaitAsync(Reconnection.DelayBefore(attempt++), ConnectionState.Lost, ct);
        }
    }

    /// <summary>Reads the lists before connecting, to show them earlier; changes in between are requested afterwards.</summary>
    private async Task ReadFirstAsync(CancellationToken ct)
    {
        try
        {
            await reader.LoadAsync(ct);
        }
        catch (Exception lost)
        {
            LogLost(lost, 0); // read again once connected
        }
    }

    private HubConnection Build(CancellationToken ct)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(navigation.ToAbsoluteUri($"hub?culture={CultureInfo.CurrentUICulture.Name}"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
            })
            .AddJsonProtocol(options => options.PayloadSerializerOptions = ContractJson.Default.Options)
            .Build();
        hub.On<Changes>(nameof(IFeedClient.Changed), changes => TakeAsync(changes, ct));
        hub.On<Presence>(nameof(IFeedClient.PresenceChanged), presence => PresenceChanged?.Invoke(presence));
        hub.On(nameof(IFeedClient.AccessChanged), async () =>
        {
            if (await person.RefreshAsync(ct)) await reader.LoadAsync(ct);
        });
        hub.On(nameof(IFeedClient.Replaced), () => { _isReplaced = true; });
        _hub = hub;
        return hub;
    }

    private async Task TakeAsync(Changes changes, CancellationToken ct)
    {
        try
        {
            await reader.TakeAsync(changes, ct);
        }
        catch (Exception lost) when (lost is HttpRequestException or ProblemException)
        {
            // The push is not lost: the position has not advanced, so the next connection requests the changes again.
            LogLost(lost, 0);
            if (_hub is { } hub) await hub.StopAsync(ct);
        }
    }

    private async Task WaitAsync(TimeSpan delay, ConnectionState shown, CancellationToken ct)
    {
        _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Show(shown);
        try
        {
            await Task.WhenAny(Task.Delay(delay, time, ct), _hurry.Task);
        }
        catch (OperationCanceledException)
        {
            // The loop checks the token.
        }
    }

    private void Show(ConnectionState state)
    {
        if (State == state) return;
        State = state;
        StateChanged?.Invoke();
    }

    [LoggerMessage(1, LogLevel.Warning, "Live connection lost (attempt {Attempt})")]
    private partial void LogLost(Exception lost, int attempt);
}
