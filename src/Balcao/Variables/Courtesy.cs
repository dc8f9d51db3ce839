using System.Collections.Frozen;

namespace Balcao.Variables;

/// <summary>Titles that Brazilians put before a first name.</summary>
internal static class Courtesy
{
    private static readonly FrozenSet<string> Titles = new[] { "seu", "dona", "sr", "sra", "srta", "dr", "dra" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsTitle(string word) => Titles.Contains(word.TrimEnd('.'));
}
