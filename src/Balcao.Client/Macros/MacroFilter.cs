using System.Globalization;

namespace Balcao.Client.Macros;

/// <summary>Finds macros by words of their name, text or group, in any order, whatever the case and the accents.</summary>
public static class MacroFilter
{
    public static bool Matches(string filter, params ReadOnlySpan<string?> texts)
    {
        var all = string.Join('\n', texts);
        return filter.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).All(word => Contains(all, word));
    }

    /// <summary>Those whose name contains the words come first, then those that have them elsewhere; each part in the list's order.</summary>
    public static IReadOnlyList<MacroItem> Find(IReadOnlyList<MacroItem> macros, string filter) =>
    [
        .. macros.Where(m => Matches(filter, m.Name)),
        .. macros.Where(m => !Matches(filter, m.Name) && Matches(filter, m.Name, m.Text)),
    ];

    private static bool Contains(string text, string word) =>
        CultureInfo.CurrentCulture.CompareInfo.IndexOf(text, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;
}
