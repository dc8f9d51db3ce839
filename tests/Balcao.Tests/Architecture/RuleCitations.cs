using System.Text.RegularExpressions;

namespace Balcao.Tests.Architecture;

/// <summary>A test that names a rule; <paramref name="Test"/> is null if the whole class does.</summary>
sealed record RuleCitation(string Rule, string File, string? Test);

/// <summary>Finds <see cref="RuleAttribute"/> in sources, because the assemblies of the other test projects are in other folders.</summary>
static partial class RuleCitations
{
    /// <summary>Of all test projects. The tests of this check itself contain citations as examples.</summary>
    public static IEnumerable<RuleCitation> All() =>
        from file in SourceTree.Files(["tests"], ".cs")
        where !file.Name.StartsWith("Rule", StringComparison.Ordinal)
        from citation in In(File.ReadLines(file.FullName))
        select citation with { File = SourceTree.NameOf(file) };

    /// <summary>An attribute belongs to the next class or method.</summary>
    public static IEnumerable<RuleCitation> In(IEnumerable<string> lines)
    {
        var named = new List<string>();
        foreach (var line in lines)
        {
            named.AddRange(RulesIn(line));
            if (named.Count == 0 || Declaration().Match(line) is not { Success: true } declared) continue;
            foreach (var rule in named) yield return new RuleCitation(rule, "", declared.Groups["method"] is { Success: true } method ? method.Value : null);
            named.Clear();
        }
    }

    public static IEnumerable<string> RulesIn(string line) =>
        Citation().Matches(line).SelectMany(match => match.Groups["rule"].Captures).Select(capture => capture.Value);

    [GeneratedRegex("""^\s*\[(.*[\s,])?Rule(Attribute)?\(("(?<rule>[^"]*)"[,\s]*)+\)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Citation();

    [GeneratedRegex(@"^\s*(public|internal|private|sealed|static|partial|async|abstract)\s.*?(\bclass\s+\w+|\b(?<method>\w+)\()", RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
