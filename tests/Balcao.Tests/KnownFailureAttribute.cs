using System.Globalization;
using Xunit.v3;

namespace Balcao.Tests;

/// <summary>The number of the failure that a test prevents, in the list of failures known from other products.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
sealed class KnownFailureAttribute(int number) : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [KeyValuePair.Create("KnownFailure", number.ToString(CultureInfo.InvariantCulture))];
}
