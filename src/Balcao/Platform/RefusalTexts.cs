using System.Globalization;
using System.Resources;

namespace Balcao.Platform;

/// <summary>The sentences of refusals and failures, by code, in the reader's language (pt-BR unless asked otherwise).</summary>
public static class RefusalTexts
{
    private static readonly ResourceManager Texts = new("Balcao.Platform.Refusals", typeof(RefusalTexts).Assembly);

    public static string For(Refusal refusal) => For(refusal.Code, refusal.Arguments);

    /// <summary>The code itself where no text exists: ugly, but never empty. A test keeps the files whole.</summary>
    public static string For(string code, params object[] arguments) => In(CultureInfo.CurrentUICulture, code, arguments);

    /// <summary>For a reader whose request this is not: a push to a screen.</summary>
    public static string In(CultureInfo culture, string code, params object[] arguments) =>
        Texts.GetString(code, culture) is { } text ? string.Format(culture, text, arguments) : code;
}
