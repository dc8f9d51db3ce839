using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Balcao.Crash;

/// <summary>
/// A load balancer in front of the nodes, as in an installation with several: it distributes requests in turn among the
/// nodes whose <c>/health/ready</c> answers, which it checks four times a second. A request sent to a dead node before
/// that is answered 502.
/// </summary>
public sealed class LoadBalancer : IAsyncDisposable
{
    private readonly WebApplication _proxy;

    private LoadBalancer(WebApplication proxy) => _proxy = proxy;

    /// <param name="address">The address to listen on.</param>
    /// <param name="nodes">The nodes' addresses; they need not be up yet.</param>
    public static async Task<LoadBalancer> StartAsync(Uri address, IReadOnlyList<Uri> nodes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders(); // dead nodes are expected here
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(address.GetLeftPart(UriPartial.Authority));
        builder.Services.AddReverseProxy().LoadFromMemory([Route], [Cluster(nodes)]);
        var proxy = builder.Build();
        proxy.MapReverseProxy();
        await proxy.StartAsync();
        return new LoadBalancer(proxy);
    }

    private static RouteConfig Route => new()
    {
        RouteId = "all", ClusterId = "nodes", Match = new RouteMatch { Path = "{**path}" },
        // The nodes compare a request's origin with the address that the browser used.
        Transforms = [new Dictionary<string, string> { ["RequestHeaderOriginalHost"] = "true" }],
    };

    private static ClusterConfig Cluster(IReadOnlyList<Uri> nodes) => new()
    {
        ClusterId = "nodes",
        LoadBalancingPolicy = "RoundRobin",
        Destinations = nodes.Select((node, i) => (node, i)).ToDictionary(
            one => one.i.ToString(CultureInfo.InvariantCulture), one => new DestinationConfig { Address = one.node.ToString() }),
        HealthCheck = new HealthCheckConfig
        {
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true, Interval = TimeSpan.FromMilliseconds(250), Timeout = TimeSpan.FromSeconds(5), Policy = "ConsecutiveFailures", Path = "/health/ready",
            },
            AvailableDestinationsPolicy = "HealthyAndUnknown",
        },
        Metadata = new Dictionary<string, string> { ["ConsecutiveFailuresHealthPolicy.Threshold"] = "1" },
    };

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();
}
