using Balcao.Crash;

namespace Balcao.Attack;

/// <summary>The most resident memory that the server is seen with, 40 times a second.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(25);

    private readonly World _world;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private long _most;

    public MemoryWatch(World world)
    {
        _world = world;
        (BeforeMb, _watching) = (InMb(world.ResidentMemory), Task.Run(WatchAsync));
    }

    public int BeforeMb { get; }

    public int MostMb => InMb(Volatile.Read(ref _most));

    private static int InMb(long bytes) => (int)(bytes >> 20);

    private async Task WatchAsync()
    {
        using var tick = new PeriodicTimer(Gap);
        try
        {
            do Volatile.Write(ref _most, Math.Max(_most, _world.ResidentMemory));
            while (await tick.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // seen enough
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }
}
