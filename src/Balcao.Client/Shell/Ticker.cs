namespace Balcao.Client.Shell;

/// <summary>One clock for everything on screen that ages: waiting times and the 24-hour window.</summary>
public sealed class Ticker : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly ITimer _timer;

    public Ticker(TimeProvider time) => _timer = time.CreateTimer(_ => Ticked?.Invoke(), null, Every, Every);

    public event Action? Ticked;

    public void Dispose() => _timer.Dispose();
}
