namespace Balcao.Bench;

internal static class Rank
{
    /// <returns>The nearest rank: the smallest value that at least this share of all values does not exceed. Null of none.</returns>
    /// <param name="sorted">The smallest first.</param>
    public static double? At(IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * share) - 1)];
}
