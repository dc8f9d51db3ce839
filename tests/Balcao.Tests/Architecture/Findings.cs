namespace Balcao.Tests.Architecture;

/// <summary>The findings of a check over the whole code; a failure lists all of them.</summary>
static class Findings
{
    public static void AssertNone(IEnumerable<string> findings)
    {
        string[] all = [.. findings.Distinct().Order(StringComparer.Ordinal)];
        if (all.Length > 0) Assert.Fail(string.Join('\n', all));
    }
}
