using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Balcao.Crash;

/// <summary>
/// A load balancer before the nodes, as an installation with several has: it takes turns among the nodes whose
/// <c>/health/ready</c> answers, asked four times a second. A request that meets a dead node before that is answered 502.
/// </summary>
public sealed class LoadBalancer : IAsyncDisposable
{
    private readonly WebApplication _proxy;

    private LoadBalancer(WebApplication proxy) => _proxy = proxy;

    /// <param name="address">Where it listens.</param>
    /// <param name="nodes">The nodes' addresses; they need not be up yet.</param>
    public static async Task<LoadBalancer> StartAsync(Uri address, IReadOnlyList<Uri> nodes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders(); // a dead node is meant here
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
