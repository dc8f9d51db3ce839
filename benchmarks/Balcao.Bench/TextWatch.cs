using System.Data.Common;
using System.Diagnostics;
using System.Globalization;

namespace Balcao.Bench;

/// <summary>Looks in the outbox, fifty times a second, for the texts that the server has committed.</summary>
internal sealed class TextWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    /// <summary>A text is committed at most so long after its id was made.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, long> _seen = [];
    private readonly Task _watching;

    public TextWatch(World world) => _watching = Task.Run(() => WatchAsync(world));

    private async Task WatchAsync(World world)
    {
        await using var connection = await RawWrite.OpenAsync(world);
        await using var command = connection.CreateCommand();
        while (!_stop.IsCancellationRequested)
        {
            // Ids are UUIDv7. Both databases find them by the key, which begins with the tenant.
            var since = string.Create(CultureInfo.InvariantCulture, $"{(TimeProvider.System.GetUtcNow() - Margin).ToUnixTimeMilliseconds():X12}");
#pragma warning disable CA2100 // a number
            command.CommandText = $"SELECT conversation_id FROM outbox WHERE tenant_id IN (SELECT id FROM tenants) AND id > '{since[..8]}-{since[8..]}-0000-0000-000000000000'";
#pragma warning restore CA2100
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync()) _seen.TryAdd(RawRows.Key(reader.GetValue(0)), Stopwatch.GetTimestamp());
            }
            await Task.Delay(Every);
        }
    }

    /// <summary>The time from when a customer's first post was due until the text was seen, in milliseconds and ascending order.</summary>
    /// <param name="world">Where the customers wrote.</param>
    /// <param name="firstPost">The number of the measured part's first message; earlier customers are left out.</param>
    /// <param name="load">The measured part, of one message in a post.</param>
    /// <param name="rate">Posts per second.</param>
    public async Task<IReadOnlyList<double>> StopAsync(World world, int firstPost, LoadResult load, double rate)
    {
        await _stop.CancelAsync();
        await _watching;
        var times = new List<double>();
        await using var connection = await RawWrite.OpenAsync(world);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT conversation_id, MIN(wamid) FROM messages WHERE direction = 'Inbound' GROUP BY conversation_id";
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var post = Traffic.NumberOf(reader.GetString(1)) - firstPost;
            if (post < 0 || !_seen.TryGetValue(RawRows.Key(reader.GetValue(0)), out var at)) continue;
            times.Add(Stopwatch.GetElapsedTime(load.Began + (long)(post / rate * Stopwatch.Frequency), at).TotalMilliseconds);
        }
        times.Sort();
        return times;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }
}
