using System.Collections.Concurrent;

namespace Balcao.Simulator.Graph;

/// <summary>Pair rate and throughput, each a generic cell rate: a burst borrows against the future and is paid back.</summary>
public sealed class SendingLimits(SimulatorOptions options, TimeProvider time)
{
    readonly ConcurrentDictionary<string, DateTimeOffset> dueAt = new();

    /// <summary>The error a send meets now, or null; a send that meets none is counted.</summary>
    public GraphError? Take(string numberId, string phoneId)
    {
        var limits = options.Limits;
        if (limits.Throughput && !TakeThroughput(numberId)) return GraphError.Of(130429);
        if (limits.PairRate && !Take($"{numberId}→{phoneId}", limits.PairInterval, limits.PairBurst)) return GraphError.Of(131056);
        return null;
    }

    /// <summary>What customers write counts against the number's throughput, but is never refused.</summary>
    public void CountInbound(string numberId) => TakeThroughput(numberId);

    public void Reset() => dueAt.Clear();

    bool TakeThroughput(string numberId) =>
        Take(numberId, TimeSpan.FromSeconds(1) / options.Limits.MessagesPerSecond, options.Limits.MessagesPerSecond);

    bool Take(string key, TimeSpan interval, int burst)
    {
        var now = time.GetUtcNow();
        var taken = false;
        dueAt.AddOrUpdate(key, _ => Decide(now), (_, due) => Decide(due > now ? due : now));
        return taken;

        DateTimeOffset Decide(DateTimeOffset due)
        {
            taken = due - now <= interval * (burst - 1);
            return taken ? due + interval : due;
        }
    }
}
