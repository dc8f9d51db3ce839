namespace Balcao.Contract;

/// <summary>Where a page leads that is told by its own address where to lead: a path of ours and nothing else.</summary>
public static class LocalUrl
{
    /// <summary>An address may be written with escapes of escapes; nobody needs more of them than this.</summary>
    private const int MostDecodings = 4;

    /// <returns>
    /// The path with query and fragment as asked; "/" if a browser could take it, as it is or decoded, for the address of
    /// another host.
    /// </returns>
    public static string Of(string? asked) => asked is not null && IsOurs(asked) ? asked : "/";

    private static bool IsOurs(string url)
    {
        for (var i = 0; i <= MostDecodings; i++)
        {
            if (!IsPath(url)) return false;
            var decoded = Uri.UnescapeDataString(url);
            if (decoded == url) return true;
            url = decoded;
        }
        return false;
    }

    // Browsers drop tabs and line breaks wherever they are, read a backslash as a slash, and two slashes at the start as
    // "another host, the same scheme" (WHATWG, URL Standard, "URL parsing", 2025).
    private static bool IsPath(string url) =>
        url is ['/', ..] && !url.Any(letter => char.IsControl(letter) || letter is '\\')
        && Uri.TryCreate("http://here.invalid" + url, UriKind.Absolute, out var resolved)
        && !resolved.AbsolutePath.StartsWith("//", StringComparison.Ordinal);
}
