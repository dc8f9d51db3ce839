using System.Threading.RateLimiting;

namespace Balcao.Platform.Pictures;

/// <summary>
/// Bounds the memory of all thumbnails that are made at a time, and thereby their number: a picture waits until there is room for
/// its pixels. One that needs more than there is altogether gets no thumbnail; it is shown as it is.
/// </summary>
/// <param name="megabytes">The memory of all thumbnails together.</param>
public sealed class PictureRoom(int megabytes) : IDisposable
{
    private const int Megabyte = 1024 * 1024;

    private const int MostAtATime = 4;

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = megabytes, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Enough for 33 million pixels that must be decoded at their full size.</summary>
    public PictureRoom() : this(128)
    {
    }

    /// <summary>Null if it is not a readable picture, or too large.</summary>
    public async Task<Thumbnail?> ThumbnailOfAsync(Stream picture, CancellationToken ct)
    {
        if (Thumbnail.MemoryFor(picture) is not { } bytes || await EnterAsync(bytes, ct) is not { } place) return null;
        using (place) return Thumbnail.Of(picture);
    }

    /// <summary>Waits for room for so many bytes; disposing the result leaves it. Null if there is never enough.</summary>
    internal async Task<IDisposable?> EnterAsync(long bytes, CancellationToken ct)
    {
        var needed = Math.Max(bytes / Megabyte + 1, megabytes / MostAtATime);
        return needed > megabytes ? null : await _limiter.AcquireAsync((int)needed, ct);
    }

    public void Dispose() => _limiter.Dispose();
}
