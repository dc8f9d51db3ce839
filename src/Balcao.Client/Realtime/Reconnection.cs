namespace Balcao.Client.Realtime;

public static class Reconnection
{
    private static readonly int[] Seconds = [0, 1, 2, 5, 10, 20];

    /// <summary>At once, then ever slower, 30 s at most, and never the last time.</summary>
    public static TimeSpan DelayBefore(int attempt) =>
        TimeSpan.FromSeconds(attempt < Seconds.Length ? Seconds[attempt] : 30);
}
