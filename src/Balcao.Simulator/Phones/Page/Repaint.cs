namespace Balcao.Simulator.Phones.Page;

/// <summary>Many changes, one paint: at most some twelve a second, however many webhooks fly.</summary>
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
        // The machine's clock: what people see must not wait for a test's.
        await Task.Delay(Pause);
        Volatile.Write(ref isDue, 0);
        try
        {
            await paint();
        }
        catch (ObjectDisposedException)
        {
            // The browser left in between.
        }
    }
}
