using Balcao.Client.Realtime;

namespace Balcao.Client.Plans;

/// <summary>Reads figures again after the feed has moved, at most once in two seconds and never twice at the same time.</summary>
public sealed class LiveReading : IDisposable
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ChatStore _store;
    private readonly TimeProvider _time;
    private readonly Func<Task> _read;
    private readonly CancellationTokenSource _left = new();
    private long _asOf;
    private long _begun;
    private bool _isRunning;

    public LiveReading(ChatStore store, TimeProvider time, Func<Task> read)
    {
        (_store, _time, _read) = (store, time, read);
        store.Changed += OnChanged;
        Begin();
    }

    /// <summary>A reading begins: it will contain everything that the feed has told until now.</summary>
    public void Begin() => (_asOf, _begun) = (_store.Position, _time.GetTimestamp());

    /// <summary>What is on screen contains the changes up to this number of the feed.</summary>
    public void Contains(long feedNumber) => _asOf = Math.Max(_asOf, feedNumber);

    public void Dispose()
    {
        _store.Changed -= OnChanged;
        _left.Cancel();
        _left.Dispose();
    }

    // Called for every change of the store.
    private void OnChanged()
    {
        if (_isRunning || _store.Position <= _asOf) return;
        _isRunning = true;
        _ = RunAsync(_left.Token);
    }

    private async Task RunAsync(CancellationToken left)
    {
        try
        {
            while (_store.Position > _asOf)
            {
                var wait = Pause - _time.GetElapsedTime(_begun);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, _time, left);
                    continue;
                }
                Begin();
                await _read();
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _isRunning = false;
        }
    }
}
