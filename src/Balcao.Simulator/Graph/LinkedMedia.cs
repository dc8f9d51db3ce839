using System.Collections.Concurrent;
using Balcao.Simulator.Media;

namespace Balcao.Simulator.Graph;

/// <summary>Fetches the file of a <c>link</c> that the business sends, and caches it for 10 minutes, as Meta does.</summary>
public sealed class LinkedMedia(MediaStore store, SimulatorOptions options, TimeProvider time) : IDisposable
{
    static readonly TimeSpan CachedFor = TimeSpan.FromMinutes(10);
    readonly HttpClient http = new() { MaxResponseContentBufferSize = MediaRules.MaximumSize("document"), Timeout = Timeout.InfiniteTimeSpan };
    readonly ConcurrentDictionary<string, (StoredMedia Media, DateTimeOffset Until)> cache = new();

    /// <summary>Null when the link does not answer 200 in time.</summary>
    public async Task<StoredMedia?> FetchAsync(string link, CancellationToken ct)
    {
        if (cache.TryGetValue(link, out var known) && known.Until > time.GetUtcNow()) return known.Media;
        using var patience = new CancellationTokenSource(options.Media.LinkTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            using var response = await http.GetAsync(link, both.Token);
            if (!response.IsSuccessStatusCode) return null;
            var bytes = await response.Content.ReadAsByteArrayAsync(both.Token);
            var mimeType = response.Content.Headers.ContentType?.ToString() ?? MediaRules.Sniff(bytes) ?? "application/octet-stream";
            var media = store.Add(bytes, mimeType, Uri.UnescapeDataString(new Uri(link).Segments[^1]), null);
            cache[link] = (media, time.GetUtcNow() + CachedFor);
            return media;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();
}
