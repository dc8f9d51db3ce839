using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Balcao.Simulator;

/// <summary>
/// The address at which clients reach the simulator: the configured one, otherwise the listen address (known once the
/// server has started).
/// </summary>
public sealed class PublicAddress(SimulatorOptions options, IServer server)
{
    public string Root => (options.PublicUrl
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? options.Urls.Split(';')[0]).TrimEnd('/');
}
