namespace Balcao.Tests.Architecture;

/// <summary>A test that proves a rule of the product cites it with <see cref="RuleAttribute"/>.</summary>
[WithoutDatabase]
public sealed class RuleTests
{
    /// <summary>Rules that need no test yet. Remove a rule here in the commit that lands its first test.</summary>
    static readonly string[] NotBuilt = ["W3", "C5", "T2", "T3", "T4"];

    [Fact]
    public void Every_rule_that_is_built_is_cited_by_a_test() => Findings.AssertNone(
        from rule in ProductRules.All.Select(rule => rule.Id).Except(NotBuilt).Except(RuleCitations.All().Select(citation => citation.Rule))
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
