namespace Balcao.Client.Tickets;

/// <summary>
/// Reads again after changes: at once after the first, and while more follow no more often than at intervals. What is asked for during a
/// reading follows it, so that the last change is always seen.
/// </summary>
public sealed class ReadingPace(TimeProvider time, Func<Task> read) : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _end = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private bool _isAsked;
    private bool _isUnderway;

    public async Task AskAsync()
    {
        _isAsked = true;
        if (_isUnderway) return;
        _isUnderway = true;
        try
        {
            while (_isAsked && !_end.IsCancellationRequested)
            {
                var wait = _next - time.GetUtcNow();
                if (wait > TimeSpan.Zero) await Task.Delay(wait, time, _end.Token);
                (_isAsked, _next) = (false, time.GetUtcNow() + Interval);
                await read();
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _isUnderway = false;
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }
}
