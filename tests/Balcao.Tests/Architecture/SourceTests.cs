using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Balcao.Tests.Architecture;

/// <summary>What no compiler checks about the files of this repository.</summary>
public sealed partial class SourceTests
{
    const int LinesWorthAQuestion = 300;

    /// <summary>Files that stay longer than <see cref="LinesWorthAQuestion"/> lines, and why cutting them would not help the reader.</summary>
    static readonly Dictionary<string, string> LongForAReason = new()
    {
        ["src/Balcao.Simulator/Graph/OutboundRules.cs"] = "the limits of every kind of outbound message, read against one table of the reference",
        ["src/Balcao.Simulator/Webhooks/WebhookDeliveries.cs"] = "one delivery from first try to giving up, with the faults that bend it",
    };

    [Fact]
    public void A_long_file_has_a_reason()
    {
        string[] tooLong =
        [
            .. from file in SourceTree.Files(["src"], ".cs", ".razor", ".css", ".js")
               where File.ReadLines(file.FullName).Count() > LinesWorthAQuestion
               select SourceTree.NameOf(file),
        ];

        Findings.AssertNone(
        [
            .. tooLong.Except(LongForAReason.Keys).Select(file => $"{file} is long: does it hold two capabilities? If not, give the reason."),
            .. LongForAReason.Keys.Except(tooLong).Select(file => $"{file} is not long any more: take its reason away."),
        ]);
    }

    [Fact]
    public void Work_put_off_has_an_issue_number() => Findings.AssertNone(
        from file in SourceTree.Files(["src", "tests", "benchmarks", "dev", ".ci", "docs"], ".cs", ".razor", ".css", ".js", ".md", ".csproj", "")
        from line in File.ReadLines(file.FullName).Index()
        where PutOff().IsMatch(line.Item)
        select $"{SourceTree.NameOf(file)}:{line.Index + 1}: {line.Item.Trim()}");

    [Theory]
    [InlineData("// TO" + "DO: later", true)]
    [InlineData("// TO" + "DO(#12): later", false)]
    [InlineData("// TO" + "DO #12 later", false)]
    [InlineData("todo o atendimento", false)]
    [InlineData("TODOS", false)]
    public void Work_put_off_is_recognised(string line, bool lacksNumber) => Assert.Equal(lacksNumber, PutOff().IsMatch(line));

    [GeneratedRegex(@"\bTODO\b(?!\W{0,2}#\d)")]
    private static partial Regex PutOff();

    [Fact]
    public void Package_versions_are_in_one_place() => Findings.AssertNone(
        from file in SourceTree.Files(["src", "tests", "benchmarks"], ".csproj", ".props", ".targets")
        from element in XDocument.Load(file.FullName).Descendants()
        where element.Name.LocalName is "PackageReference" or "PackageVersion"
            && element.Attributes().Any(attribute => attribute.Name.LocalName is "Version" or "VersionOverride")
        select $"{SourceTree.NameOf(file)}: {element}");
}
