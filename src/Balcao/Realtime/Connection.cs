using System.Globalization;
using System.Threading.Channels;
using Balcao.Agents;
using Balcao.Contract;

namespace Balcao.Realtime;

/// <summary>
/// One open screen on this node. Its pushes wait in a short queue, so that a slow screen does not delay others. If the queue
/// overflows, the screen is told once to read its lists again.
/// </summary>
internal sealed class Connection(
    string id, CurrentAgent agent, SignedIn signedIn, CultureInfo culture, IFeedClient client, Action cut)
{
    /// <summary>Enough for some seconds, with one push every 20 ms.</summary>
    private const int Most = 128;

    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<Notice> _waiting = new();
    private volatile IReadOnlySet<ConversationId>? _watched;
    private bool _watchesAll;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public string Id => id;

    public CurrentAgent Agent => agent;

    public SignedIn SignedIn => signedIn;

    public CultureInfo Culture => culture;

    /// <summary>Null until the feed's reader has admitted it; it gets the changes after that.</summary>
    public Viewer? Viewer { get; set; }

    public Presence? ToldPresence { get; set; }

    /// <summary>Its position in the order in which the node's connections began.</summary>
    public long Place { get; set; }

    /// <summary>Whether the screen wants the conversation's messages: it shows few threads at a time.</summary>
    public bool Watches(ConversationId conversation) => _watched is not { } watched || watched.Contains(conversation);

    /// <summary>Calls must not overlap.</summary>
    public void Watch(IEnumerable<ConversationId> more)
    {
        if (_watchesAll) return;
        var watched = new HashSet<ConversationId>(_watched ?? new HashSet<ConversationId>());
        watched.UnionWith(more);
        _watchesAll = watched.Count > IFeedServer.MostWatched;
        _watched = _watchesAll ? null : watched;
    }

    /// <summary>Ends the connection; the browser reconnects and must authenticate again.</summary>
    public void Cut() => cut();

    /// <summary>
    /// Tells the screen that others took its place, and ends the connection: after some seconds also one that takes nothing.
    /// </summary>
    public async Task ReplaceAsync()
    {
        try
        {
            await client.Replaced().WaitAsync(ToldWithin);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException or IOException or InvalidOperationException) { /* it is ended all the same */ }
        Cut();
    }

    public void Tell(Changes changes) => Tell(new Notice(changes, null));

    public void Tell(Presence presence) => Tell(new Notice(null, presence));

    public void TellAccessChanged() => Tell(new Notice(null, null));

    private void Tell(Notice notice)
    {
        lock (_gate)
        {
            _waiting.Enqueue(notice);
            if (_waiting.Count > Most) Shorten();
        }
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Replaces all waiting changes by one reset over their range; of the others only the newest of each kind stays.</summary>
    private void Shorten()
    {
        var changes = _waiting.Select(n => n.Changes).OfType<Changes>().ToList();
        var presence = _waiting.Select(n => n.Presence).LastOrDefault(p => p is not null);
        var hasAccess = _waiting.Any(n => n is { Changes: null, Presence: null });
        _waiting.Clear();
        if (hasAccess) _waiting.Enqueue(new Notice(null, null));
        if (presence is not null) _waiting.Enqueue(new Notice(null, presence));
        if (changes.Count > 0) _waiting.Enqueue(new Notice(FeedRange.Reset(changes[0].From, changes[^1].To), null));
    }

    /// <summary>Sends the waiting pushes, one after the other, as long as the connection exists.</summary>
    public async Task PumpAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await _signal.Reader.ReadAsync(ct);
                while (TryTake(out var notice))
                    await (notice switch
                    {
                        { Changes: { } changes } => client.Changed(changes),
                        { Presence: { } presence } => client.PresenceChanged(presence),
                        _ => client.AccessChanged(),
                    }).WaitAsync(ct);
            }
        }
        catch (OperationCanceledException) { /* the connection has ended */ }
    }

    private bool TryTake(out Notice notice)
    {
        lock (_gate) return _waiting.TryDequeue(out notice);
    }

    /// <summary>If both are null, access has changed.</summary>
    private readonly record struct Notice(Changes? Changes, Presence? Presence);
}

/// <summary>The open screens of this node, by tenant.</summary>
internal sealed class Connections
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TenantId, Dictionary<string, Connection>> _byTenant = [];
    private long _places;

    /// <param name="most">Of the same person, or of the same token.</param>
    /// <returns>The oldest ones beyond it; they are removed and must be ended.</returns>
    public IReadOnlyList<Connection> Add(Connection connection, int most)
    {
        lock (_gate)
        {
            if (!_byTenant.TryGetValue(connection.Agent.TenantId, out var ofTenant)) _byTenant[connection.Agent.TenantId] = ofTenant = [];
            connection.Place = ++_places;
            ofTenant[connection.Id] = connection;
            var surplus = ofTenant.Values.Where(c => c.Agent.Id == connection.Agent.Id && c.SignedIn.Token == connection.SignedIn.Token)
                .OrderByDescending(c => c.Place).Skip(most).ToList();
            foreach (var old in surplus) ofTenant.Remove(old.Id);
            return surplus;
        }
    }

    public void Remove(Connection connection)
    {
        lock (_gate)
        {
            if (!_byTenant.TryGetValue(connection.Agent.TenantId, out var ofTenant)) return;
            ofTenant.Remove(connection.Id);
            if (ofTenant.Count == 0) _byTenant.Remove(connection.Agent.TenantId);
        }
    }

    public IReadOnlyList<Connection> Of(TenantId tenant)
    {
        lock (_gate) return _byTenant.TryGetValue(tenant, out var ofTenant) ? [.. ofTenant.Values] : [];
    }

    public IReadOnlyList<TenantId> Tenants
    {
        get { lock (_gate) return [.. _byTenant.Keys]; }
    }

    public IReadOnlyList<Connection> All
    {
        get { lock (_gate) return [.. _byTenant.Values.SelectMany(ofTenant => ofTenant.Values)]; }
    }
}
