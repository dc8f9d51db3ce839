using Balcao.Contract;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>A token bucket, as a value: how many may go now, and when the next.</summary>
/// <param name="Every">One more each.</param>
/// <param name="Burst">At most so many at once.</param>
internal readonly record struct SendPace(TimeSpan Every, int Burst)
{
    /// <summary>80 a second for a number (Meta, throughput, Dec 2025), at most a tenth of a second's worth at once.</summary>
    public static SendPace OfNumber { get; } = new(TimeSpan.FromSeconds(1) / 80, 8);

    /// <summary>One every 6 seconds to the same recipient, up to 45 borrowed against the future (Meta, pair rate limit, Dec 2025).</summary>
    public static SendPace OfRecipient { get; } = new(TimeSpan.FromSeconds(6), 45);

    /// <summary>When the bucket is full again; in the past: it is.</summary>
    private DateTimeOffset FullAt { get; init; }

    /// <summary>How many may go at that instant.</summary>
    public int Available(DateTimeOffset now) =>
        FullAt <= now ? Burst : Math.Max(0, Burst - (int)Math.Ceiling((FullAt - now) / Every));

    public bool IsFull(DateTimeOffset now) => FullAt <= now;

    public SendPace Take(DateTimeOffset now, int count = 1) => this with { FullAt = (FullAt > now ? FullAt : now) + Every * count };

    /// <summary>When the next may go.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now) => Available(now) > 0 ? now : FullAt - Every * (Burst - 1);
}

/// <summary>How fast each recipient of a number has been written to. What a turn takes counts once the turn is committed.</summary>
internal sealed class RecipientPaces
{
    /// <summary>So many are remembered before those long at rest are forgotten.</summary>
    private const int Many = 2_000;

    private readonly Dictionary<ConversationId, SendPace> _kept = [];
    private readonly Dictionary<ConversationId, SendPace> _taken = [];

    /// <summary>Forgets what an uncommitted turn took.</summary>
    public void Begin() => _taken.Clear();

    /// <returns>When the next may go, if none may now.</returns>
    public DateTimeOffset? TryTake(ConversationId recipient, DateTimeOffset now)
    {
        var pace = _taken.TryGetValue(recipient, out var taken) ? taken : _kept.GetValueOrDefault(recipient, SendPace.OfRecipient);
        if (pace.Available(now) == 0) return pace.NextAt(now);
        _taken[recipient] = pace.Take(now);
        return null;
    }

    public void Commit(DateTimeOffset now)
    {
        foreach (var (recipient, pace) in _taken) _kept[recipient] = pace;
        _taken.Clear();
        if (_kept.Count < Many) return;
        foreach (var recipient in _kept.Where(entry => entry.Value.IsFull(now)).Select(entry => entry.Key).ToList()) _kept.Remove(recipient);
    }
}
