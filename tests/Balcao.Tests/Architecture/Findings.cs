namespace Balcao.Tests.Architecture;

/// <summary>What a check over the whole code found: a failure lists all of it, in full.</summary>
static class Findings
{
    public static void AssertNone(IEnumerable<string> findings)
    {
        string[] all = [.. findings.Distinct().Order(StringComparer.Ordinal)];
        if (all.Length > 0) Assert.Fail(string.Join('\n', all));
    }
}
