using System.Globalization;
using System.Resources;

namespace Balcao.Platform;

/// <summary>The sentences of refusals and failures, by code, in the reader's language (pt-BR by default).</summary>
public static class RefusalTexts
{
    private static readonly ResourceManager Texts = new("Balcao.Platform.Refusals", typeof(RefusalTexts).Assembly);

    public static string For(Refusal refusal) => For(refusal.Code, refusal.Arguments);

    /// <summary>Returns the code itself if there is no text. A test checks that the texts are complete.</summary>
    public static string For(string code, params object[] arguments) => In(CultureInfo.CurrentUICulture, code, arguments);

    /// <summary>For readers other than the current request's, such as a screen that gets a push.</summary>
    public static string In(CultureInfo culture, string code, params object[] arguments) =>
        Texts.GetString(code, culture) is { } text ? string.Format(culture, text, arguments) : code;
}
