using Balcao.Contract;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>A token bucket as a value: how many messages may be sent now, and when the next.</summary>
/// <param name="Every">One more message is allowed after each of these intervals.</param>
/// <param name="Burst">The most messages at once.</param>
internal readonly record struct SendPace(TimeSpan Every, int Burst)
{
    /// <summary>80 per second for a number (Meta, throughput, Dec 2025), at most the messages of a tenth of a second at once.</summary>
    public static SendPace OfNumber { get; } = new(TimeSpan.FromSeconds(1) / 80, 8);

    /// <summary>One every 6 seconds to the same recipient, with a burst of up to 45 (Meta, pair rate limit, Dec 2025).</summary>
    public static SendPace OfRecipient { get; } = new(TimeSpan.FromSeconds(6), 45);

    /// <summary>When the bucket is full again; if this is in the past, it is full.</summary>
    private DateTimeOffset FullAt { get; init; }

    /// <summary>How many may be sent at this instant.</summary>
    public int Available(DateTimeOffset now) =>
        FullAt <= now ? Burst : Math.Max(0, Burst - (int)Math.Ceiling((FullAt - now) / Every));

    public bool IsFull(DateTimeOffset now) => FullAt <= now;

    public SendPace Take(DateTimeOffset now, int count = 1) => this with { FullAt = (FullAt > now ? FullAt : now) + Every * count };

    /// <summary>When the next may be sent.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now) => Available(now) > 0 ? now : FullAt - Every * (Burst - 1);
}

/// <summary>The token buckets of a number's recipients. What a turn takes is counted when the turn is committed.</summary>
internal sealed class RecipientPaces
{
    /// <summary>From this number of recipients on, full buckets are removed.</summary>
    private const int Many = 2_000;

    private readonly Dictionary<ConversationId, SendPace> _kept = [];
    private readonly Dictionary<ConversationId, SendPace> _taken = [];

    /// <summary>Discards what an uncommitted turn took.</summary>
    public void Begin() => _taken.Clear();

    /// <returns>When the next may be sent; null if one may be sent now.</returns>
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
