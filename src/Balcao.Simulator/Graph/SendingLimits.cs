using System.Collections.Concurrent;

namespace Balcao.Simulator.Graph;

/// <summary>
/// Pair rate and throughput, each limited by the generic cell rate algorithm: a burst uses capacity of the following
/// intervals.
/// </summary>
public sealed class SendingLimits(SimulatorOptions options, TimeProvider time)
{
    readonly ConcurrentDictionary<string, DateTimeOffset> dueAt = new();

    /// <summary>The error for a message sent now, or null; without an error the message is counted.</summary>
    public GraphError? Take(string numberId, string phoneId)
    {
        var limits = options.Limits;
        if (limits.Throughput && !TakeThroughput(numberId)) return GraphError.Of(130429);
        if (limits.PairRate && !Take($"{numberId}→{phoneId}", limits.PairInterval, limits.PairBurst)) return GraphError.Of(131056);
        return null;
    }

    /// <summary>Messages of customers count towards the number's throughput, but are never refused.</summary>
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
