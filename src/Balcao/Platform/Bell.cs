using System.Threading.Channels;

namespace Balcao.Platform;

/// <summary>Wakes one waiting loop. A ring while nobody waits is kept; several rings count as one.</summary>
public class Bell(TimeProvider time)
{
    /// <summary>Timers have a limit not far above this; a loop that wakes too early waits again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Returns at the next ring, or at <paramref name="until"/>; may return earlier.</summary>
    public async Task WaitAsync(DateTimeOffset until, CancellationToken ct)
    {
        var left = until - time.GetUtcNow();
        if (left > Longest) left = Longest;
        if (left > TimeSpan.Zero)
        {
            await using var timer = time.CreateTimer(static bell => ((Bell)bell!).Ring(), this, left, Timeout.InfiniteTimeSpan);
            // The clock may have been moved between reading it and setting the timer.
            if (time.GetUtcNow() < until) await _rings.Reader.ReadAsync(ct);
        }
        else
        {
            _rings.Reader.TryRead(out _);
        }
    }
}
