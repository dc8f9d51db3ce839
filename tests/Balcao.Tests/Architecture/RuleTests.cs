namespace Balcao.Tests.Architecture;

/// <summary>A test that proves a rule of the product cites it with <see cref="RuleAttribute"/>.</summary>
public sealed class RuleTests
{
    /// <summary>Rules that must have a test. Add a rule here in the commit that lands its first test.</summary>
    static readonly string[] Proven = ["P1", "P2", "P3", "P4", "V1", "V2", "V3", "L3", "C3", "C7", "A1", "A2", "A6", "A7", "A8", "A9"];

    [Fact]
    public void Every_proven_rule_is_cited_by_a_test() => Findings.AssertNone(
        from rule in Proven.Except(RuleCitations.All().Select(citation => citation.Rule))
        select $"No test cites {rule}.");

    [Fact]
    public void A_citation_names_a_rule_that_exists() => Findings.AssertNone(
        from citation in RuleCitations.All()
        where !ProductRules.Exists(citation.Rule)
        select $"{citation.File} cites {citation.Rule}, which is no rule.");

    [Theory]
    [InlineData("[Fact, Rule(\"A2\", \"C3\")]", "A2 C3")]
    [InlineData("    [Rule(\"H1\")]", "H1")]
    [InlineData("[RuleAttribute(\"H1\")]", "H1")]
    [InlineData("// [Rule(\"H1\")]", "")]
    [InlineData("[InlineData(\"H1\")]", "")]
    public void A_citation_is_recognised(string line, string rules) => Assert.Equal(rules, string.Join(' ', RuleCitations.RulesIn(line)));

    [Theory]
    [InlineData("A9", true)]
    [InlineData("A10", true)]
    [InlineData("A11", false)]
    [InlineData("G10", false)]
    [InlineData("A01", false)]
    [InlineData("A0", false)]
    [InlineData("Z1", false)]
    public void Only_rules_of_the_list_exist(string rule, bool exists) => Assert.Equal(exists, ProductRules.Exists(rule));
}
