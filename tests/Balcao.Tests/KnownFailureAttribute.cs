using System.Globalization;
using Xunit.v3;

namespace Balcao.Tests;

/// <summary>The number, in the list of failures other products are known for, of the one a test keeps out of this one.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
sealed class KnownFailureAttribute(int number) : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [KeyValuePair.Create("KnownFailure", number.ToString(CultureInfo.InvariantCulture))];
}
