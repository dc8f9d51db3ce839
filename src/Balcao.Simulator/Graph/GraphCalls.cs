using System.Collections.Immutable;

namespace Balcao.Simulator.Graph;

/// <summary>A call of the business with its answer. <see cref="Status"/> 0: the call was not answered.</summary>
public sealed record GraphCall(long Id, DateTimeOffset At, string Method, string Path, string Query, string? RequestBody, int Status, string? ResponseBody);

/// <summary>The newest calls, oldest first.</summary>
public sealed class GraphCalls(SimulatorOptions options)
{
    readonly Lock gate = new();
    ImmutableQueue<GraphCall> calls = [];
    int count;
    long last;

    public event Action? Added;

    public IReadOnlyList<GraphCall> All
    {
        get
        {
            lock (gate) return [.. calls];
        }
    }

    public void Add(Func<long, GraphCall> create)
    {
        if (options.Logs.Calls <= 0) return;
        lock (gate)
        {
            calls = calls.Enqueue(create(++last));
            if (++count > options.Logs.Calls)
            {
                calls = calls.Dequeue();
                count--;
            }
        }
        Added?.Invoke();
    }

    public void Clear()
    {
        lock (gate)
        {
            calls = [];
            count = 0;
        }
    }
}
