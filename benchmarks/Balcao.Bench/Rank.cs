namespace Balcao.Bench;

internal static class Rank
{
    /// <returns>The percentile by nearest rank: the smallest value that at least this share of all values does not
    /// exceed. Null without values.</returns>
    /// <param name="sorted">In ascending order.</param>
    public static double? At(IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * share) - 1)];
}
