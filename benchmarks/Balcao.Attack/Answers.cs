using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Balcao.Contract;

namespace Balcao.Attack;

/// <summary>
/// What the server answered the attacker, counted by status. Besides: <c>cut</c>, the connection broke without an answer;
/// <c>unfinished</c>, no answer had come when the attack's time was over.
/// </summary>
internal sealed class Answers
{
    /// <summary>
    /// From an answer to the next request of the same connection. Without it a server that refuses at once would be tried by
    /// how many requests two cores can exchange, which no finding is about.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, int> _counts = new();

    public IReadOnlyDictionary<string, int> Counts => new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);

    /// <summary>The same call again and again, on each of so many connections, until it is stopped.</summary>
    /// <param name="call">Gets the connection and the round, both from 0 on. Null: no answer.</param>
    public Task RepeatAsync(int connections, Func<int, int, Task<HttpStatusCode?>> call, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(async () =>
        {
            for (var round = 0; !stop.IsCancellationRequested; round++)
            {
                await CountAsync(() => call(connection, round), stop);
                try { await Task.Delay(Pause, stop); }
                catch (OperationCanceledException) { return; }
            }
        }, CancellationToken.None)));

    public async Task CountAsync(Func<Task<HttpStatusCode?>> call, CancellationToken stop)
    {
        try
        {
            Add(await call() is { } status ? Word((int)status) : "cut");
        }
        catch (ProblemException refused)
        {
            Add(Word(refused.Problem.Status));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Add("unfinished");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            Add("cut");
        }
    }

    public static async Task<HttpStatusCode?> StatusOf(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        return answer.StatusCode;
    }

    private void Add(string what) => _counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    private static string Word(int status) => status.ToString(CultureInfo.InvariantCulture);
}
