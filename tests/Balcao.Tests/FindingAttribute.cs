using Xunit.v3;

namespace Balcao.Tests;

/// <summary>
/// A defect that was found when the whole product was tried, and is fixed now. The letter is the area: F WhatsApp as Meta
/// sends it, S security, U the screens, M the code, O operation. The number counts within the letter.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
sealed class FindingAttribute(params string[] ids) : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [.. ids.Select(id => KeyValuePair.Create("Finding", id))];
}
