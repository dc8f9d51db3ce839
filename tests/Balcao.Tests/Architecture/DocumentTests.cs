using System.Text.RegularExpressions;
using Balcao.Platform;

namespace Balcao.Tests.Architecture;

/// <summary>The files that documents name exist, and the documented layers, settings and metrics are complete.</summary>
[WithoutDatabase]
public sealed partial class DocumentTests
{
    /// <summary>The first folder of a path; paths in <c>docs/flows</c> are relative to <c>src</c>.</summary>
    private static readonly string[] Folders = ["src", "tests", "benchmarks", "dev", "docs", ".ci"];

    [Fact]
    public void Every_file_that_a_document_names_exists() => Findings.AssertNone(
        from document in Documents()
        from path in PathsIn(File.ReadAllText(document.FullName), SourceTree.NameOf(document)).Distinct()
        where !Path.Exists(Path.Combine(SourceTree.Root.FullName, path))
        select $"{SourceTree.NameOf(document)} names {path}, which is not there");

    [Fact]
    public void Each_question_in_where_is_names_one_file()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root.FullName, "docs/where-is.md"));
        var answers = text.Split('\n').Where(line => line.StartsWith("| W", StringComparison.Ordinal)).ToList();
        Assert.True(answers.Count >= 10, $"{answers.Count} questions");
        Assert.All(answers, answer => Assert.Single(PathsIn(answer, "docs/where-is.md")));
    }

    [Fact]
    public void The_layers_in_ARCHITECTURE_are_those_of_the_module_map() =>
        Findings.AssertNone(StackFaults(File.ReadAllText(Path.Combine(SourceTree.Root.FullName, "ARCHITECTURE.md")), ModuleMap.Balcao, IsThere));

    [Fact]
    public void A_missing_module_or_dependency_in_the_layers_is_found()
    {
        var map = new ModuleMap("Shop", [["Till", "Orders"], ["Stock"]], [new("Till", "Orders")], []);

        Assert.Empty(StackFaults("""
            `Till` may use `Orders`
            ```
              Orders   Till
                 Stock
            ```
            """, map, _ => true));
        Assert.Equal(2, StackFaults("""
            ```
              Till
                 Stock
            ```
            """, map, _ => true).Count());
    }

    /// <summary>Planned modules have no folder yet and are not in the document.</summary>
    private static bool IsThere(string module) =>
        Directory.Exists(Path.Combine(SourceTree.Root.FullName, "src/Balcao", module.Replace('.', '/')));

    private static IEnumerable<string> StackFaults(string document, ModuleMap map, Func<string, bool> isThere)
    {
        var floors = map.Floors.Select(floor => string.Join(' ', floor.Where(isThere).Select(module => module.Replace('.', '/')).Order(StringComparer.Ordinal)));
        var drawn = document.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim()).Order(StringComparer.Ordinal))).ToHashSet();
        foreach (var floor in floors.Where(floor => floor.Length > 0 && !drawn.Contains(floor))) yield return $"The stack has no line with {floor}";
        foreach (var (from, to) in map.Beside.Where(arrow => isThere(arrow.From) && isThere(arrow.To)))
            if (!document.Contains($"`{from}` may use `{to}`", StringComparison.Ordinal)) yield return $"It is not said that `{from}` may use `{to}`";
    }

    [Fact]
    public void Every_setting_is_documented_for_operators()
    {
        var text = Operating();
        Findings.AssertNone(
            from setting in SettingsOf(typeof(Settings), "Balcao").Concat(SettingsOf(typeof(WhatsAppSettings), "Balcao__WhatsApp"))
            where !text.Contains($"`{setting}`", StringComparison.Ordinal) && !text.Contains($"`{setting}__0", StringComparison.Ordinal)
            select $"docs/operating.md does not explain {setting}");
    }

    [Fact]
    public void Exactly_the_existing_metrics_are_documented_for_operators()
    {
        var told = Metric().Matches(Operating()).Select(match => match.Value).ToHashSet();
        var made = SourceTree.Files(["src/Balcao"], ".cs")
            .SelectMany(file => MadeMetric().Matches(File.ReadAllText(file.FullName))).Select(match => match.Groups["name"].Value).ToHashSet();
        Assert.NotEmpty(made);
        Findings.AssertNone(
        [
            .. made.Except(told).Select(name => $"docs/operating.md does not explain {name}"),
            .. told.Except(made).Select(name => $"docs/operating.md explains {name}, which nothing measures"),
        ]);
    }

    private static string Operating() => File.ReadAllText(Path.Combine(SourceTree.Root.FullName, "docs/operating.md"));

    /// <summary>As environment variables, without the contents of lists and sections.</summary>
    private static IEnumerable<string> SettingsOf(Type section, string prefix) =>
        from property in section.GetProperties()
        where property.CanWrite && property.PropertyType != typeof(WhatsAppSettings) && property.PropertyType != typeof(Limits)
        select $"{prefix}__{property.Name}";

    [GeneratedRegex(@"balcao(\.[a-z_]+){2}(?=`)")]
    private static partial Regex Metric();

    [GeneratedRegex(@"Create(?:Observable)?(?:Counter|Histogram|Gauge|UpDownCounter)(?:<\w+>)?\(\s*""(?<name>balcao\.[^""]+)""")]
    private static partial Regex MadeMetric();

    [Theory]
    [InlineData("docs/where-is.md", "see `src/Nowhere/Gone.cs` and `TakeChat`", "src/Nowhere/Gone.cs")]
    [InlineData("README.md", "![chats](docs/images/chats.png)", "docs/images/chats.png")]
    [InlineData("docs/decisions/README.md", "[first](0001-first.md), [far](https://example.org/a.md)", "docs/decisions/0001-first.md")]
    [InlineData("docs/flows/sign-in.md", "`Balcao/Agents/SignIn.cs`, [live](live-feed.md#end)", "src/Balcao/Agents/SignIn.cs docs/flows/live-feed.md")]
    [InlineData("README.md", "`dotnet run --project src/Balcao.Demo` on `/api/chats`, `dev/test`", "src/Balcao.Demo dev/test")]
    [InlineData("ARCHITECTURE.md", "`src/Balcao/Chats/` and `src/*/x.cs`", "src/Balcao/Chats/")]
    public void Paths_are_recognised(string document, string text, string paths) => Assert.Equal(paths.Split(' '), PathsIn(text, document));

    private static IEnumerable<FileInfo> Documents() =>
        SourceTree.Root.EnumerateFiles("*.md").Concat(SourceTree.Files(["docs"], ".md"));

    /// <summary>Paths in backticks and targets of links, relative to the root.</summary>
    private static IEnumerable<string> PathsIn(string text, string document)
    {
        var isFlow = document.StartsWith("docs/flows/", StringComparison.Ordinal);
        var folder = Path.GetDirectoryName(document)!;
        foreach (Match match in Named().Matches(text))
        {
            if (match.Groups["link"] is { Success: true } link)
                yield return SourceTree.NameOf(new FileInfo(Path.Combine(SourceTree.Root.FullName, folder, link.Value)));
            foreach (var word in match.Groups["code"].Value.Split(' '))
            {
                if (!Plain().IsMatch(word)) continue;
                var first = word.Split('/')[0];
                if (Folders.Contains(first)) yield return word;
                else if (isFlow && first.StartsWith("Balcao", StringComparison.Ordinal)) yield return "src/" + word;
            }
        }
    }

    // A link's target without scheme and anchor, or the text between backticks.
    [GeneratedRegex(@"\]\((?<link>(?![a-z]+:|#)[^)#\s]+)[^)]*\)|`(?<code>[^`\n]+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"^[\w.-]+(/[\w.-]+)+/?$")]
    private static partial Regex Plain();
}
