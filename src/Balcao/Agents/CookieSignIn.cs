using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace Balcao.Agents;

/// <summary>
/// The sign-in of screens: a cookie with the person's identity. It does not hold their permissions, which are read at each request.
/// The API answers 401 and 403, never a redirect.
/// </summary>
internal static class CookieSignIn
{
    /// <summary>Renewed while the person works (sliding expiration).</summary>
    private static readonly TimeSpan WorkingDay = TimeSpan.FromHours(12);

    private static readonly TimeSpan Staying = TimeSpan.FromDays(14);

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
        options.SlidingExpiration = true;
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
        var current = isPublicFile ? null : await CurrentAsync(context.Principal!, http.RequestServices.GetRequiredService<Access>(), http.RequestAborted);
        if (current is null) context.RejectPrincipal();
        else context.ReplacePrincipal(current);
    }

    /// <summary>The same person with their current permissions; null if they may no longer sign in.</summary>
    private static async Task<ClaimsPrincipal?> CurrentAsync(ClaimsPrincipal signedIn, Access access, CancellationToken ct)
    {
        if (!Guid.TryParse(signedIn.FindFirstValue(AgentClaims.Person), out var person)) return null;
        TenantId? tenant = Guid.TryParse(signedIn.FindFirstValue(AgentClaims.Tenant), out var id) ? new TenantId(id) : null;
        return await access.OfPersonAsync(new PersonId(person), tenant, signedIn.FindFirstValue(AgentClaims.Stamp), ct);
    }

    /// <param name="stay">True: the cookie is kept after the browser is closed.</param>
    public static Task SignInAsync(this HttpContext http, Person person, bool stay, DateTimeOffset now)
    {
        var identity = new ClaimsIdentity(AgentClaims.ByCookie);
        identity.AddClaim(new Claim(AgentClaims.Person, person.PersonId.ToString()));
        if (person.TenantId is { } tenant) identity.AddClaim(new Claim(AgentClaims.Tenant, tenant.ToString()));
        identity.AddClaim(new Claim(AgentClaims.Stamp, person.SecurityStamp!));
        return http.SignInAsync(AgentClaims.ByCookie, new ClaimsPrincipal(identity), new AuthenticationProperties
        {
            IsPersistent = stay,
            IssuedUtc = now,
            ExpiresUtc = now + (stay ? Staying : WorkingDay),
        });
    }
}
