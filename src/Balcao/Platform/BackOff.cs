namespace Balcao.Platform;

/// <summary>
/// The time to wait before the next try: doubling, with jitter so that tries that failed together are not repeated
/// together.
/// </summary>
public static class BackOff
{
    /// <param name="attempts">Tries so far, from 1: after the first, two seconds.</param>
    public static TimeSpan After(int attempts, TimeSpan most) => After(attempts, most, Random.Shared.NextDouble());

    /// <param name="jitter">0 to 1: reduces the time by up to a fifth.</param>
    public static TimeSpan After(int attempts, TimeSpan most, double jitter)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Clamp(attempts, 1, 30)), most.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - jitter / 5));
    }
}
