using System.Text.RegularExpressions;

namespace Balcao.Tests.Architecture;

/// <summary>
/// Sources longer than <see cref="LinesWorthAQuestion"/> lines: files, and classes that consist of several files, because
/// a long class does not become shorter by splitting its file. A component's markup is part of its class.
/// </summary>
static partial class LongSources
{
    public const int LinesWorthAQuestion = 300;

    /// <summary>Each long file by its path, each long class of several files by its folder and name.</summary>
    public static IEnumerable<string> In(IEnumerable<(string Path, IReadOnlyCollection<string> Lines)> files)
    {
        var all = files.ToList();
        var classes =
            from file in all
            from name in ClassesOf(file.Path, file.Lines).Distinct()
            group file.Lines.Count by $"{Path.GetDirectoryName(file.Path)!.Replace('\\', '/')}/{name}";
        return
        [
            .. from file in all where file.Lines.Count > LinesWorthAQuestion select file.Path,
            .. from parts in classes where parts.Count() > 1 && parts.Sum() > LinesWorthAQuestion select parts.Key,
        ];
    }

    /// <summary>The classes of which the file may be a part.</summary>
    private static IEnumerable<string> ClassesOf(string path, IEnumerable<string> lines) => Path.GetExtension(path) switch
    {
        ".razor" => [Path.GetFileNameWithoutExtension(path)],
        ".cs" => from line in lines let match = Partial().Match(line) where match.Success select match.Groups["name"].Value,
        _ => [],
    };

    // Only types that are not nested; a nested type belongs to the outer one.
    [GeneratedRegex(@"^(\w+ )*partial (class|struct|interface|record( class| struct)?) (?<name>\w+)")]
    private static partial Regex Partial();
}
