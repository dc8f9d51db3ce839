using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;

namespace Balcao.Platform;

/// <summary>Where a request comes from, as far as rates are concerned.</summary>
public static class ClientAddress
{
    private const int BytesOfAnIPv6Network = 8;

    /// <summary>
    /// An IPv4 address, or the network of an IPv6 address: its owner has all of the 2^64 addresses in it. The same text for all requests
    /// without an address.
    /// </summary>
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "none";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, BytesOfAnIPv6Network)) : address.ToString();
    }
}

/// <summary>
/// The address and scheme that a reverse proxy reports, in <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>: believed only from
/// the proxies in <see cref="Settings.TrustedProxies"/>, because anybody can send these headers.
/// </summary>
internal static class ForwardedBy
{
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, Settings settings)
    {
        if (settings.TrustedProxies.Count == 0) return services;
        return services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // Several proxies in a row: as far back as they are trusted.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in settings.TrustedProxies) options.KnownIPNetworks.Add(NetworkOf(proxy));
        });
    }

    public static void UseTrustedProxies(this WebApplication app, Settings settings)
    {
        if (settings.TrustedProxies.Count > 0) app.UseForwardedHeaders();
        else app.UseMiddleware<UntrustedProxyNotice>();
    }

    /// <exception cref="InvalidOperationException">The text is neither an address nor a network.</exception>
    private static System.Net.IPNetwork NetworkOf(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return new System.Net.IPNetwork(address, address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128);
        return System.Net.IPNetwork.TryParse(text, out var network) ? network
            : throw new InvalidOperationException($"Balcao__TrustedProxies: {text} is no address and no network such as 10.0.0.0/8.");
    }
}

/// <summary>
/// Says once that a proxy forwards requests without being trusted: all people behind it count as one address, so that one of them can use
/// up what all may try.
/// </summary>
internal sealed partial class UntrustedProxyNotice(RequestDelegate next, ILogger<UntrustedProxyNotice> log)
{
    private int _isSaid;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers.ContainsKey("X-Forwarded-For") && Interlocked.Exchange(ref _isSaid, 1) == 0)
            LogUntrusted(log, ClientAddress.Of(context));
        return next(context);
    }

    [LoggerMessage(1011, LogLevel.Warning,
        "Requests come through {Proxy}, which is not in Balcao__TrustedProxies: everybody behind it counts as one address for limits")]
    private static partial void LogUntrusted(ILogger log, string proxy);
}
