using System.Text.RegularExpressions;

namespace Balcao.Tests.Architecture;

/// <summary>A test that proves a rule of the product cites it with <see cref="RuleAttribute"/>.</summary>
public sealed partial class RuleTests
{
    /// <summary>Rules that must have a test. Add a rule here in the commit that lands its first test.</summary>
    static readonly string[] Proven = ["P1", "P2", "P3", "P4", "V1", "V2", "V3", "L3", "C3", "C7", "A1", "A2", "A6", "A7", "A8", "A9"];

    /// <summary>The product's list: letter of the chapter and number of its last rule.</summary>
    static readonly Dictionary<char, int> Chapters = new()
    {
        ['P'] = 6, // provisioning
        ['G'] = 7, // chat groups
        ['V'] = 3, // variables
        ['W'] = 6, // panel
        ['H'] = 7, // hours
        ['L'] = 4, // linking
        ['C'] = 10, // credits
        ['R'] = 3, // requests
        ['A'] = 10, // attendance
        ['T'] = 4, // templates and opt-in
    };

    [Fact]
    public void Every_proven_rule_is_cited_by_a_test() => Findings.AssertNone(
        from rule in Proven.Except(Cited().Select(citation => citation.Rule))
        select $"No test cites {rule}.");

    [Fact]
    public void A_citation_names_a_rule_that_exists() => Findings.AssertNone(
        from citation in Cited()
        where !Exists(citation.Rule)
        select $"{citation.File} cites {citation.Rule}, which is no rule.");

    [Theory]
    [InlineData("[Fact, Rule(\"A2\", \"C3\")]", "A2 C3")]
    [InlineData("    [Rule(\"H1\")]", "H1")]
    [InlineData("[RuleAttribute(\"H1\")]", "H1")]
    [InlineData("// [Rule(\"H1\")]", "")]
    [InlineData("[InlineData(\"H1\")]", "")]
    public void A_citation_is_recognised(string line, string rules) => Assert.Equal(rules, string.Join(' ', RulesIn(line)));

    [Theory]
    [InlineData("A9", true)]
    [InlineData("A10", true)]
    [InlineData("A11", false)]
    [InlineData("G10", false)]
    [InlineData("A01", false)]
    [InlineData("A0", false)]
    [InlineData("Z1", false)]
    public void Only_rules_of_the_list_exist(string rule, bool exists) => Assert.Equal(exists, Exists(rule));

    static bool Exists(string rule) =>
        rule is [var chapter, >= '1' and <= '9', ..] && Chapters.TryGetValue(chapter, out var last) && int.TryParse(rule[1..], out var number) && number <= last;

    // Read from the sources, because the assemblies of the other test projects are in other folders.
    static IEnumerable<(string Rule, string File)> Cited() =>
        from file in SourceTree.Files(["tests"], ".cs")
        where file.Name != "RuleTests.cs"
        from line in File.ReadLines(file.FullName)
        from rule in RulesIn(line)
        select (rule, SourceTree.NameOf(file));

    static IEnumerable<string> RulesIn(string line) =>
        Citation().Matches(line).SelectMany(match => match.Groups["rule"].Captures).Select(capture => capture.Value);

    [GeneratedRegex("""^\s*\[(.*[\s,])?Rule(Attribute)?\(("(?<rule>[^"]*)"[,\s]*)+\)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Citation();
}
