namespace Balcao.Client.Shell;

/// <summary>One timer to refresh the times on screen: waiting times and customer service windows.</summary>
public sealed class Ticker : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly ITimer _timer;

    public Ticker(TimeProvider time) => _timer = time.CreateTimer(_ => Ticked?.Invoke(), null, Every, Every);

    public event Action? Ticked;

    public void Dispose() => _timer.Dispose();
}
