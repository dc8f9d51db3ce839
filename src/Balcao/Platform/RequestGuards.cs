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
/// Allows writes by cookie, and the hub, only from our own pages: a browser sends the cookie with requests from other
/// sites' pages too.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next, Settings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (isSafe && !context.WebSockets.IsWebSocketRequest) return next(context);
        // Browsers do not send a bearer token by themselves, and WhatsApp signs its requests.
        if (request.Headers.Authorization.Count > 0 || request.Path.StartsWithSegments("/webhooks")) return next(context);
        var origin = request.Headers.Origin.ToString();
        if (origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || origin.Equals(settings.OwnUrl, StringComparison.OrdinalIgnoreCase)) return next(context);
        return new Refusal("request.originRefused", StatusCodes.Status403Forbidden).ToProblem().ExecuteAsync(context);
    }
}

/// <summary>Headers against content from other hosts, framing and MIME sniffing.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // wasm-unsafe-eval: for the client's runtime. unsafe-inline styles: MudBlazor positions its popovers with them.
    private const string Policy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "media-src 'self' blob:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    }
}
