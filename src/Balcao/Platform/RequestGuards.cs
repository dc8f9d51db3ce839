using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Platform;

/// <summary>Sets which tenant's rows the request may access, from the signed-in person.</summary>
internal sealed class TenantOfRequest(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Guid.TryParse(context.User.FindFirstValue("tenant"), out var tenant))
            context.Features.Set(TenantScope.Of(new TenantId(tenant)));
        else if (context.User.HasClaim("permission", Permission.Operate))
            context.Features.Set(TenantScope.Everyone);
        return next(context);
    }
}

/// <summary>
/// Allows writes, and the hub, only from our own pages: a browser sends the cookie with requests from other sites' pages too. A
/// request is signed in by cookie or by token, never by both: it would be checked as the one and let in as the other.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next, Settings settings)
{
    private readonly string _own = Uri.TryCreate(settings.OwnUrl, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : settings.OwnUrl;

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HasTwoSignIns(request)) return new Refusal("request.twoSignIns", StatusCodes.Status400BadRequest).ToProblem().ExecuteAsync(context);
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (isSafe && !context.WebSockets.IsWebSocketRequest) return next(context);
        // Browsers do not send a bearer token by themselves, as they do with other schemes, and WhatsApp signs its requests.
        if (HasToken(request) || request.Path.StartsWithSegments("/webhooks") || IsOwn(request)) return next(context);
        return new Refusal("request.originRefused", StatusCodes.Status403Forbidden).ToProblem().ExecuteAsync(context);
    }

    private bool HasTwoSignIns(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 && request.Cookies.ContainsKey(settings.SignInCookie)
        && (request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/hub"));

    private static bool HasToken(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    private bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Equals(_own, StringComparison.OrdinalIgnoreCase)) return true;
        // Where people come by https, a page that was loaded by http may have been changed on its way.
        return (request.IsHttps || !settings.IsHttps) && origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>
/// Headers against content from other hosts, framing, MIME sniffing, http and caches on the way. They are set when the response starts,
/// because the exception handler clears what was set before it: errors have them too.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, Settings settings)
{
    // wasm-unsafe-eval: for the client's runtime. unsafe-inline styles: MudBlazor positions its popovers with them. 'self' includes
    // the hub's WebSocket (CSP Level 3, 6.7.2.8).
    private const string Policy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "media-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const string OneYear = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var (isHttps, http) = ((bool, HttpContext))state;
            Set(http, isHttps);
            return Task.CompletedTask;
        }, (settings.IsHttps, context));
        return next(context);
    }

    private static void Set(HttpContext context, bool isHttps)
    {
        var headers = context.Response.Headers;
        // Files that customers sent have a stricter one.
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (isHttps) headers.StrictTransportSecurity = OneYear;
        // Files say themselves how they may be kept.
        if (headers.CacheControl.Count == 0 && context.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
    }
}
