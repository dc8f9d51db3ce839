using System.Text;

namespace Balcao.Tests.Architecture;

/// <summary><c>docs/rules.md</c> says which tests prove which rule of the product. It is made from <see cref="ProductRules"/> and the tests' attributes.</summary>
[WithoutDatabase]
public sealed class RulesDocumentTests
{
    private static readonly string InRepository = Path.Combine(SourceTree.Root.FullName, "docs", "rules.md");

    [Fact]
    public async Task The_document_in_the_repository_is_that_of_the_tests()
    {
        var cancel = TestContext.Current.CancellationToken;
        var made = Made(RuleCitations.All());
        // Set by dev/rules.
        if (Environment.GetEnvironmentVariable("BALCAO_RULES_DOCUMENT") == "write") await File.WriteAllTextAsync(InRepository, made, cancel);

        Assert.True(File.Exists(InRepository) && await File.ReadAllTextAsync(InRepository, cancel) == made,
            "docs/rules.md is not what the tests say: run dev/rules, read the diff, and commit it with the change.");
    }

    [Fact]
    public void Every_rule_has_its_chapter_and_they_are_in_order()
    {
        Assert.All(ProductRules.All, rule => Assert.Contains(rule.Id[0], ProductRules.Chapters));
        foreach (var chapter in ProductRules.All.GroupBy(rule => rule.Id[0]))
            Assert.Equal(Enumerable.Range(1, chapter.Count()).Select(number => $"{chapter.Key}{number}"), chapter.Select(rule => rule.Id));
    }

    [Fact]
    public void A_rule_with_tests_is_listed_with_them_and_one_without_as_not_built()
    {
        var made = Made([new("A2", "tests/Till.cs", "The_first_one_wins"), new("A2", "tests/Till.cs", null), new("A2", "tests/Till.cs", "The_first_one_wins")]);

        Assert.Contains("- `tests/Till.cs`: The first one wins; all tests\n", made, StringComparison.Ordinal);
        Assert.Contains("\n- **A3** With automatic distribution", made, StringComparison.Ordinal);
        Assert.DoesNotContain("- **A2**", made, StringComparison.Ordinal);
    }

    [Fact]
    public void A_citation_belongs_to_the_next_method_or_class() => Assert.Equal(
        [new RuleCitation("A1", "", null), new("A2", "", "One"), new("A3", "", "One"), new("A4", "", "Two")],
        RuleCitations.In(
        [
            """[Rule("A1")]""", "public sealed class TillTests(BalcaoApp app) : HttpTests(app)", "{", """    [Fact, Rule("A2")]""", """    [Rule("A3")]""",
            "    public async Task One()", "    {", "    public void NotCited() { }", """    [Theory, Rule("A4")]""", "    [InlineData(1)]", "    public void Two(int x) => Assert.True(x > 0);",
        ]));

    private static string Made(IEnumerable<RuleCitation> citations)
    {
        var byRule = citations.ToLookup(citation => citation.Rule);
        var text = new StringBuilder("""
            # Rules and their tests

            The rules of the product in short, each with the tests that prove it. This file is made by `dev/rules` from the attribute `[Rule("…")]`
            of the tests and from `tests/Balcao.Tests/Architecture/ProductRules.cs`; a test fails when it is out of date. `dev/test rules -trait Rule=A2`
            runs the tests of a rule.

            ## Not built yet

            No test names these rules.


            """);
        foreach (var rule in ProductRules.All.Where(rule => !byRule[rule.Id].Any())) text.Append(null, $"- **{rule.Id}** {rule.Says}\n");
        foreach (var chapter in ProductRules.All.Where(rule => byRule[rule.Id].Any()).GroupBy(rule => rule.Id[0]))
        {
            text.Append(null, $"\n## {ProductRules.Chapters[chapter.Key]}\n");
            foreach (var rule in chapter)
            {
                text.Append(null, $"\n### {rule.Id}\n\n{rule.Says}\n\n");
                foreach (var file in byRule[rule.Id].GroupBy(citation => citation.File).OrderBy(file => file.Key, StringComparer.Ordinal))
                    text.Append(null, $"- `{file.Key}`: {string.Join("; ", file.Select(NameOf).Distinct().Order(StringComparer.Ordinal))}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>A test's name is a sentence.</summary>
    private static string NameOf(RuleCitation citation) => citation.Test?.Replace('_', ' ') ?? "all tests";
}
