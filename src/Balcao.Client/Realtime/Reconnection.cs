namespace Balcao.Client.Realtime;

public static class Reconnection
{
    private static readonly int[] Seconds = [0, 1, 2, 5, 10, 20];

    /// <summary>The first attempt is immediate; then the delay grows up to 30 s, without a last attempt.</summary>
    public static TimeSpan DelayBefore(int attempt) =>
        TimeSpan.FromSeconds(attempt < Seconds.Length ? Seconds[attempt] : 30);
}
