using System.Xml.Linq;

namespace Balcao.Tests.Architecture;

/// <summary>THIRD-PARTY-NOTICES.md lists every third-party component that is shipped, with its version.</summary>
[WithoutDatabase]
public sealed class NoticesTests
{
    private static readonly string[] Fonts = [".woff2", ".woff", ".ttf", ".otf"];

    [Fact]
    public void Every_third_party_package_and_font_is_in_the_notices()
    {
        var referenced =
            from project in SourceTree.Files(["src"], ".csproj")
            from reference in XDocument.Load(project.FullName).Descendants("PackageReference")
            where (string?)reference.Attribute("PrivateAssets") is not "all" // used only in the build
            select (string)reference.Attribute("Include")!;
        var versions = XDocument.Parse(Read("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);
        var fonts = SourceTree.Files(["src"], Fonts).Select(SourceTree.NameOf);
        Findings.AssertNone(Faults(Read("THIRD-PARTY-NOTICES.md"), [.. referenced], versions, fonts).Select(fault => $"{fault}: run dev/notices"));
    }

    [Fact]
    public void The_notices_cover_all_programs()
    {
        var script = Read("dev/notices");
        var projects = SourceTree.Files(["src"], ".csproj").Select(project => Path.GetFileNameWithoutExtension(project.Name)).Order(StringComparer.Ordinal);
        Assert.Contains($"projects=({string.Join(' ', projects)})", script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_or_font_missing_from_the_notices_is_found()
    {
        const string notices = """
            | Till | 1.2.0 | MIT | © Shop |  |  |
            | Till.Core | 1.1.0 | MIT | © Shop |  |  |
            `src/Shop/sign.woff2`
            """;
        Dictionary<string, string> versions = new() { ["Till"] = "1.2.0", ["Till.Core"] = "1.2.0", ["Scales"] = "3.0.0", ["Scales.Testing"] = "3.0.0" };

        Assert.Equal(
            [
                "The notices lack Scales 3.0.0",
                "The notices have Till.Core 1.1.0 instead of 1.2.0",
                "The notices lack src/Shop/price.woff2",
            ],
            Faults(notices, ["Till", "Scales"], versions, ["src/Shop/sign.woff2", "src/Shop/price.woff2"]));
    }

    /// <param name="referenced">
    /// The packages that must be listed. Packages that come with them may be listed, too, with the right version.
    /// </param>
    private static IEnumerable<string> Faults(
        string notices, IReadOnlyCollection<string> referenced, Dictionary<string, string> versions, IEnumerable<string> files)
    {
        var told = notices.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 8)
            .Select(cells => (Name: cells[1], Version: cells[2])).ToList();
        foreach (var name in referenced.Where(name => told.All(package => package.Name != name)).Distinct()) yield return $"The notices lack {name} {versions[name]}";
        foreach (var (name, version) in told)
            if (versions.TryGetValue(name, out var shipped) && shipped != version) yield return $"The notices have {name} {version} instead of {shipped}";
        foreach (var file in files.Where(file => !notices.Contains($"`{file}`", StringComparison.Ordinal))) yield return $"The notices lack {file}";
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(SourceTree.Root.FullName, path));
}
