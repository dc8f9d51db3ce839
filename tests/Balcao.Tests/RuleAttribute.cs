using Xunit.v3;

namespace Balcao.Tests;

/// <summary>
/// The product rules a test proves, by their ids in the product's list ("A2", "C3").
/// <c>dev/test rules -trait Rule=A2</c> runs the tests of one rule.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
sealed class RuleAttribute(params string[] ids) : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [.. ids.Select(id => KeyValuePair.Create("Rule", id))];
}
