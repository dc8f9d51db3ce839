using System.Security.Claims;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Platform;

/// <summary>Which tenant's rows the request may touch, from who it is.</summary>
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

/// <summary>A write by cookie, and the hub, only from our own pages: another site's page would bring the cookie along.</summary>
internal sealed class OriginCheck(RequestDelegate next, Settings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (isSafe && !context.WebSockets.IsWebSocketRequest) return next(context);
        // A bearer token is not sent by itself; WhatsApp signs what it posts.
        if (request.Headers.Authorization.Count > 0 || request.Path.StartsWithSegments("/webhooks")) return next(context);
        var origin = request.Headers.Origin.ToString();
        if (origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || origin.Equals(settings.OwnUrl, StringComparison.OrdinalIgnoreCase)) return next(context);
        return new Refusal("request.originRefused", StatusCodes.Status403Forbidden).ToProblem().ExecuteAsync(context);
    }
}

/// <summary>Nothing from other hosts, no framing, no sniffing.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // wasm-unsafe-eval: the runtime of the client. unsafe-inline styles: MudBlazor positions its popovers so.
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
