using System.Globalization;
using System.Runtime.CompilerServices;

namespace Balcao.Client.Tests.World;

/// <summary>All tests use Portuguese, whatever the machine's language.</summary>
internal static class Language
{
    [ModuleInitializer]
    internal static void Set() => CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture =
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("pt-BR");

    /// <summary>Uses another language until disposed.</summary>
    public static IDisposable Of(string language)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return new Back(before);
    }

    private sealed class Back(CultureInfo to) : IDisposable
    {
        public void Dispose() => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = to;
    }
}
