using System.Text.RegularExpressions;
using Balcao.Client.Shell;
using Microsoft.AspNetCore.Components;

namespace Balcao.Client.Tests.Shell;

public sealed partial class RouteTests
{
    /// <summary>The router throws at the first of two ambiguous addresses, and the whole program is gone.</summary>
    [Fact]
    public void No_two_pages_have_addresses_that_differ_by_the_type_of_a_parameter_alone()
    {
        var addresses = typeof(HomePage).Assembly.GetTypes()
            .SelectMany(page => page.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>())
            .Select(route => Parameter().Replace(route.Template, "{}")).ToList();

        Assert.NotEmpty(addresses);
        Assert.Empty(addresses.GroupBy(address => address, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
