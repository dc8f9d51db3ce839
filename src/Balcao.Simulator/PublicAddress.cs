using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Balcao.Simulator;

/// <summary>The address clients reach the simulator by: as set, else where the server listens (known once it has started).</summary>
public sealed class PublicAddress(SimulatorOptions options, IServer server)
{
    public string Root => (options.PublicUrl
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? options.Urls.Split(';')[0]).TrimEnd('/');
}
