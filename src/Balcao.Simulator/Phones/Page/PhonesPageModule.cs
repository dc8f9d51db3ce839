using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Balcao.Simulator.Phones.Page;

/// <summary>
/// The page with the phones. Its language is Portuguese unless English was chosen; the browser's languages are ignored.
/// </summary>
static class PhonesPageModule
{
    static readonly CultureInfo[] Languages = [new("pt-BR"), new("en")];

    public static void AddPhonesPage(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddRazorComponents().AddInteractiveServerComponents();
    }

    public static void MapPhonesPage(this WebApplication app)
    {
        app.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(Languages[0]),
            SupportedCultures = Languages,
            SupportedUICultures = Languages,
            RequestCultureProviders = [new CookieRequestCultureProvider()],
        });
        app.Use(async (http, next) =>
        {
            // The page loads nothing from other hosts.
            http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; frame-ancestors 'self'";
            await next(http);
        });
        app.UseAntiforgery();
        app.MapGet("/preferences", Choose);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    /// <summary>
    /// Stores language and theme in cookies and redirects to the page. It is opened by a link, so that no script is
    /// needed.
    /// </summary>
    static IResult Choose(HttpContext http, string? language, string? theme)
    {
        var keep = new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true };
        if (Languages.FirstOrDefault(known => known.Name == language) is { } culture)
            http.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)), keep);
        if (theme is "light" or "dark" or "auto") http.Response.Cookies.Append(Theme.Cookie, theme, keep);
        return Results.LocalRedirect("/");
    }
}

static class Theme
{
    public const string Cookie = "simulator-theme";

    public static string Of(HttpContext? http) => http?.Request.Cookies[Cookie] is ("light" or "dark") and var chosen ? chosen : "auto";
}
