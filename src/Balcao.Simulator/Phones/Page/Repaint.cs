namespace Balcao.Simulator.Phones.Page;

/// <summary>Combines changes into one repaint: at most about twelve a second, regardless of the number of webhooks.</summary>
sealed class Repaint(Func<Task> paint)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);
    int isDue;

    public void Request()
    {
        if (Interlocked.Exchange(ref isDue, 1) == 0) _ = PaintAsync();
    }

    async Task PaintAsync()
    {
        // The system clock: the screen must not wait for the clock of a test.
        await Task.Delay(Pause);
        Volatile.Write(ref isDue, 0);
        try
        {
            await paint();
        }
        catch (ObjectDisposedException)
        {
            // The browser disconnected in the meantime.
        }
    }
}
