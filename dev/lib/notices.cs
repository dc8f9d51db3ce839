#:property PublishAot=false

// Run by dev/notices with the folders of the shipped projects. Lists the third-party components that are shipped with
// them, from the metadata of their restored packages (obj/project.assets.json and the nuspec of each package).
using System.Text.Json;
using System.Xml.Linq;

// Shipped, although they are not among the run-time packages of a program: the scripts that start Blazor in the
// browser, and its runtime there.
string[] browserParts = ["Microsoft.AspNetCore.App.Internal.Assets", "Microsoft.NETCore.App.Runtime.Mono.browser-wasm"];

var packages = args.SelectMany(Shipped).DistinctBy(p => (p.Name, p.Version))
    .OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Version, StringComparer.Ordinal).ToList();

Console.OutputEncoding = System.Text.Encoding.UTF8;
Console.Write("""
    # Third-party notices

    What others made and Balcao, its screens, the demo or the simulator are shipped with. `dev/notices` writes this file from
    the restored packages; do not change it by hand.

    ## Packages

    Licences are named by their [SPDX](https://spdx.org/licenses/) ids. "Brings" names files in the package that tell of what
    it contains itself. Packages that only build or test Balcao are left out. .NET is installed by whoever runs Balcao; of it
    the runtime for the browser is shipped, and the executable that starts each program (MIT, https://github.com/dotnet/dotnet).

    | Package | Version | Licence | Copyright | Project | Brings |
    | --- | --- | --- | --- | --- | --- |

    """);
foreach (var package in packages) Console.WriteLine(package.Row());
Console.Write("""

    ## Files without a package

    | Files | From | Licence | Copyright |
    | --- | --- | --- | --- |
    | `src/Balcao.Client/wwwroot/fonts/inter-latin-wght-normal.woff2`, `src/Balcao.Client/wwwroot/fonts/inter-latin-ext-wght-normal.woff2` | Inter, https://github.com/rsms/inter | OFL-1.1, text in `src/Balcao.Client/wwwroot/fonts/OFL.txt` | Copyright 2016 The Inter Project Authors |
    | `src/Balcao.Simulator/Assets/fonts/inter-latin.woff2` | Inter, https://github.com/rsms/inter | OFL-1.1, text in `src/Balcao.Simulator/Assets/fonts/inter-LICENSE.txt` | Copyright 2016 The Inter Project Authors |

    """);
foreach (var package in packages.Where(p => p.LicenceText is not null))
    Console.Write($"\n## Licence of {package.Name} {package.Version}\n\n```\n{package.LicenceText}\n```\n");
return 0;

// The run-time packages of a project, including transitive ones, without those that are private to the build.
static IEnumerable<string> Needed(JsonElement target, IEnumerable<string> first)
{
    var byName = target.EnumerateObject().ToDictionary(l => l.Name.Split('/')[0], l => l, StringComparer.OrdinalIgnoreCase);
    var (open, seen) = (new Stack<string>(first), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
    foreach (var library in byName.Values.Where(l => l.Value.GetProperty("type").GetString() == "project")) open.Push(library.Name.Split('/')[0]);
    while (open.TryPop(out var name))
    {
        // Packages that .NET itself contains are not in the target.
        if (!seen.Add(name) || !byName.TryGetValue(name, out var library)) continue;
        if (library.Value.TryGetProperty("dependencies", out var needs))
            foreach (var need in needs.EnumerateObject()) open.Push(need.Name);
        if (library.Value.GetProperty("type").GetString() != "package") continue;
        string[] files = ["runtime", "native", "runtimeTargets"];
        if (files.Any(kind => library.Value.TryGetProperty(kind, out _))) yield return library.Name;
    }
}

IEnumerable<Package> Shipped(string project)
{
    using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(project, "obj", "project.assets.json")));
    var assets = json.RootElement;
    var folders = assets.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
    List<string> first = [], found = [];
    foreach (var framework in assets.GetProperty("project").GetProperty("frameworks").EnumerateObject().Select(f => f.Value))
    {
        foreach (var package in Members(framework, "dependencies"))
            if (!(package.Value.TryGetProperty("suppressParent", out var hidden) && hidden.GetString() == "All")) first.Add(package.Name);
        if (framework.TryGetProperty("downloadDependencies", out var downloads))
            found.AddRange(
                from download in downloads.EnumerateArray()
                let name = download.GetProperty("name").GetString()
                where browserParts.Contains(name)
                select $"{name}/{download.GetProperty("version").GetString()!.TrimStart('[').Split(',')[0]}");
    }
    foreach (var target in assets.GetProperty("targets").EnumerateObject()) found.AddRange(Needed(target.Value, first));
    found.AddRange(Members(assets, "libraries").Select(l => l.Name).Where(l => browserParts.Contains(l.Split('/')[0])));
    return [.. found.Distinct().Select(id => Package.Read(folders, id))];
}

static IEnumerable<JsonProperty> Members(JsonElement element, string name) =>
    element.TryGetProperty(name, out var inner) ? inner.EnumerateObject() : [];

sealed record Package(string Name, string Version, string Licence, string? LicenceText, string Copyright, string Project, string Brings)
{
    public static Package Read(IEnumerable<string> folders, string id)
    {
        var (name, version) = (id.Split('/')[0], id.Split('/')[1]);
        var folder = folders.Select(f => Path.Combine(f, name.ToLowerInvariant(), version.ToLowerInvariant())).First(Directory.Exists);
        var told = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        string Text(string element) => told.Elements().FirstOrDefault(e => e.Name.LocalName == element)?.Value.Trim() ?? "";
        string Repository() => told.Elements().FirstOrDefault(e => e.Name.LocalName == "repository")?.Attribute("url")?.Value ?? "";

        var licence = told.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
        var isFile = licence?.Attribute("type")?.Value == "file";
        var brings = Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!)
            .Where(f => f.Contains("notice", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.OrdinalIgnoreCase);
        return new Package(
            name, version,
            isFile ? $"its file {licence!.Value}, below" : licence?.Value ?? Text("licenseUrl"),
            isFile ? string.Join('\n', File.ReadLines(Path.Combine(folder, licence!.Value)).Select(line => line.TrimEnd())).Trim('\n') : null,
            Text("copyright") is { Length: > 0 } copyright ? copyright : $"authors: {Text("authors")}",
            Text("projectUrl") is { Length: > 0 } project ? project : Repository(),
            string.Join(", ", brings));
    }

    public string Row() => $"| {string.Join(" | ", new[] { Name, Version, Licence, Copyright, Project, Brings }.Select(Cell))} |";

    private static string Cell(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
}
