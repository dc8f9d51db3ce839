using Balcao.Client.Shell;

namespace Balcao.Client.Macros;

/// <summary>Finds macros by words of their name, text or group, in any order, whatever the case and the accents.</summary>
public static class MacroFilter
{
    public static bool Matches(string filter, params ReadOnlySpan<string?> texts)
    {
        var all = string.Join('\n', texts);
        return filter.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).All(word => TypedText.Contains(all, word));
    }

    /// <summary>Those whose name contains the words come first, then those that have them elsewhere; each part in the list's order.</summary>
    public static IReadOnlyList<MacroItem> Find(IReadOnlyList<MacroItem> macros, string filter) =>
    [
        .. macros.Where(m => Matches(filter, m.Name)),
        .. macros.Where(m => !Matches(filter, m.Name) && Matches(filter, m.Name, m.Text)),
    ];
}
