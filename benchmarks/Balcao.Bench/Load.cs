using System.Diagnostics;
using System.Net.Sockets;

namespace Balcao.Bench;

/// <summary>The answers to the posts.</summary>
/// <param name="Began">The stopwatch's timestamp of the first post.</param>
/// <param name="Latencies">The time from when a post was due to its answer, in the order of the posts.</param>
internal sealed record LoadResult(int Acknowledged, int Refused, long Began, TimeSpan Took, IReadOnlyList<TimeSpan> Latencies)
{
    /// <param name="skip">How many of the first posts are not counted.</param>
    public double MillisecondsAt(double share, int skip = 0) => Rank.At([.. Latencies.Skip(skip).Select(latency => latency.TotalMilliseconds).Order()], share) ?? 0;
}

/// <summary>
/// Sends prepared requests over plain sockets, so that the load uses little of the two cores. Without a rate, each
/// connection sends the next request when the last one is answered; with a rate, requests are due at fixed instants,
/// independent of the answers.
/// </summary>
internal static class Load
{
    public static async Task<LoadResult> PostAsync(Uri server, IReadOnlyList<byte[]> posts, int connections, TimeSpan? within = null, double? perSecond = null)
    {
        var next = -1;
        var (acknowledged, refused) = (0, 0);
        var latencies = new TimeSpan[posts.Count];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = new Connection(server);
            while (true)
            {
                var i = Interlocked.Increment(ref next);
                if (i >= posts.Count || Stopwatch.GetElapsedTime(start) > within) return;
                var due = Stopwatch.GetTimestamp();
                if (perSecond is { } rate)
                {
                    due = start + (long)(i / rate * Stopwatch.Frequency);
                    if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } early) await Task.Delay(early);
                }
                var isAcknowledged = await connection.PostAsync(posts[i]);
                latencies[i] = Stopwatch.GetElapsedTime(due);
                if (isAcknowledged) Interlocked.Increment(ref acknowledged);
                else Interlocked.Increment(ref refused);
            }
        })));
        return new(acknowledged, refused, start, Stopwatch.GetElapsedTime(start), [.. latencies.Where(latency => latency > TimeSpan.Zero)]);
    }

    /// <summary>Keep-alive HTTP/1.1, one request at a time, answers without a body.</summary>
    private sealed class Connection : IDisposable
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] _buffer = new byte[2048];

        public Connection(Uri server) => _socket.Connect(server.Host, server.Port);

        public async Task<bool> PostAsync(byte[] request)
        {
            for (var sent = 0; sent < request.Length;) sent += await _socket.SendAsync(request.AsMemory(sent));
            var length = 0;
            while (_buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
            {
                var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
                if (read == 0) throw new IOException("The server closed the connection.");
                length += read;
            }
            return _buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8);
        }

        public void Dispose() => _socket.Dispose();
    }
}
