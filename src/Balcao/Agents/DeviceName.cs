namespace Balcao.Agents;

/// <summary>
/// What people call their browser: "Firefox, Windows". Names only, without versions: enough to tell one's own sign-ins apart, too
/// little to recognise a machine.
/// </summary>
internal static class DeviceName
{
    public const int Longest = 40;

    // The order matters: Edge and Opera say that they are Chrome, and Chrome that it is Safari.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    /// <returns>Null if neither the browser nor the system is known by name.</returns>
    public static string? Of(string? userAgent) => string.Join(", ", new[] { NameIn(Browsers, userAgent), NameIn(Systems, userAgent) }.OfType<string>()) is { Length: > 0 } name
        ? name
        : null;

    private static string? NameIn((string Mark, string Name)[] known, string? userAgent) =>
        userAgent is null ? null : known.FirstOrDefault(one => userAgent.Contains(one.Mark, StringComparison.Ordinal)).Name;
}
