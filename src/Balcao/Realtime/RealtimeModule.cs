using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.Http.Connections;

namespace Balcao.Realtime;

public static class RealtimeModule
{
    /// <summary>Browsers only send pings, and the ids of the threads they show.</summary>
    private const int LongestMessageFromClients = IFeedServer.MostWatched * 48;

    public static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = LongestMessageFromClients;
        }).AddJsonProtocol(json =>
        {
            json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ContractJson.Default);
            json.PayloadSerializerOptions.DefaultIgnoreCondition = ContractJson.Default.Options.DefaultIgnoreCondition;
        });
        services.AddSingleton<Connections>();
        services.AddSingleton<PresenceLeases>();
        services.AddSingleton<FeedPusher>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedPusher>());
        services.AddHostedService<PresenceEnd>(); // stops after the worker, which renews leases
        services.AddPeriodic<PresenceWorker>(every: PresenceLease.RenewEvery);
        return services;
    }

    public static IEndpointRouteBuilder MapRealtime(this IEndpointRouteBuilder routes, IEndpointRouteBuilder api)
    {
        // Only WebSockets, which need no sticky sessions. Operators have no tenant, hence no feed.
        routes.MapHub<FeedHub>("/hub", options =>
        {
            options.Transports = HttpTransportType.WebSockets;
        }).RequireAuthorization(policy => policy.RequireAuthenticatedUser()
            .RequireClaim(AgentClaims.Permission, Permission.Read).RequireClaim(AgentClaims.Tenant));
        ListChanges.Map(api);
        return routes;
    }
}
