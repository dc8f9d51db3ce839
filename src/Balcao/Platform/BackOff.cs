namespace Balcao.Platform;

/// <summary>How long to wait before the next try: doubling, with jitter so that what failed together does not return together.</summary>
public static class BackOff
{
    /// <param name="attempts">Tries so far, from 1: two seconds after the first.</param>
    public static TimeSpan After(int attempts, TimeSpan most) => After(attempts, most, Random.Shared.NextDouble());

    /// <param name="jitter">0 to 1: takes up to a fifth off.</param>
    public static TimeSpan After(int attempts, TimeSpan most, double jitter)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Clamp(attempts, 1, 30)), most.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - jitter / 5));
    }
}
