using System.Security.Claims;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Balcao.Agents;

/// <summary>
/// The sign-in of screens: a cookie with the ids of the person and of the sign-in's row. It does not hold the permissions: each request
/// reads them, and whether the sign-in is alive. The API answers 401 and 403, never a redirect.
/// </summary>
internal static class CookieSignIn
{
    public static AuthenticationBuilder AddCookieSignIn(this AuthenticationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>>(provider =>
            new ConfigureNamedOptions<CookieAuthenticationOptions>(AgentClaims.ByCookie, options =>
                Configure(options, provider.GetRequiredService<Settings>())));
        return builder.AddCookie(AgentClaims.ByCookie);
    }

    private static void Configure(CookieAuthenticationOptions options, Settings settings)
    {
        options.Cookie.Name = settings.SignInCookie;
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = settings.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        // The sign-in's row decides how long the sign-in lives; the cookie is valid for the longest time that it may live.
        options.SlidingExpiration = false;
        options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        // The client's files are public; checking the person would cost a query for each of about a hundred files.
        var isPublicFile = http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;
        // The same person with their current permissions; null if the sign-in has ended.
        var current = !isPublicFile && CurrentSignIn.Of(context.Principal!) is { } signedIn
            ? await http.RequestServices.GetRequiredService<Access>().OfPersonAsync(signedIn, context.Principal!.FindFirstValue(AgentClaims.Stamp), http.RequestAborted)
            : null;
        if (current is not var (signIn, principal))
        {
            context.RejectPrincipal();
            return;
        }
        context.ReplacePrincipal(principal);
        NoteUse(http, signIn);
    }

    /// <summary>Stores, after the answer and not at every request, that the sign-in is still used.</summary>
    private static void NoteUse(HttpContext http, PersonSignIn signIn)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var before = now - PersonSignIn.SeenKnownTo;
        if (signIn.LastSeenAt > before) return;
        var units = http.RequestServices.GetRequiredService<UnitsOfWork>();
        // Of several requests at the same time only the first one writes.
        http.Response.OnCompleted(() => units.WriteAsync(TenantScope.OfPerson(signIn.TenantId), open => open.Db.SignIns
            .IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(s => s.Id == signIn.Id && s.LastSeenAt <= before)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now)), CancellationToken.None));
    }

    /// <summary>Whether the request's cookie is kept when the browser is closed.</summary>
    public static bool StaysSignedIn(this HttpContext http) =>
        http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.IsPersistent is true;

    /// <summary>Sets the cookie of a sign-in.</summary>
    public static Task SignInAsync(this HttpContext http, Person person, PersonSignIn signIn)
    {
        var identity = new ClaimsIdentity(AgentClaims.ByCookie);
        identity.AddClaim(new Claim(AgentClaims.Person, person.PersonId.ToString()));
        identity.AddClaim(new Claim(AgentClaims.SignIn, signIn.Id.ToString()));
        if (person.TenantId is { } tenant) identity.AddClaim(new Claim(AgentClaims.Tenant, tenant.ToString()));
        identity.AddClaim(new Claim(AgentClaims.Stamp, person.SecurityStamp!));
        return http.SignInAsync(AgentClaims.ByCookie, new ClaimsPrincipal(identity), new AuthenticationProperties
        {
            IsPersistent = signIn.Stays,
            IssuedUtc = signIn.CreatedAt,
            ExpiresUtc = signIn.CreatedAt + PersonSignIn.Longest,
        });
    }
}
