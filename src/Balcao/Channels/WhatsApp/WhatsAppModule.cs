using Balcao.Channels.WhatsApp.Inbound;
using Balcao.Channels.WhatsApp.Redelivery;
using Balcao.Platform;

namespace Balcao.Channels.WhatsApp;

public static class WhatsAppModule
{
    public static IServiceCollection AddWhatsApp(this IServiceCollection services)
    {
        services.AddSending();
        services.AddHostedService<ReceivingNotice>();
        services.AddSingleton<ServedNumbers>();
        services.AddSingleton<InboundLanes>();
        services.AddHostedService(provider => provider.GetRequiredService<InboundLanes>());
        services.AddSingleton<IJobHandler, ReleaseHeld>();
        services.AddSingleton<IJobHandler, ReplayUnknown>();
        services.AddPeriodic<ParkedStatuses>(every: TimeSpan.FromSeconds(5));
        return services;
    }

    /// <param name="routes">For the endpoint that WhatsApp calls, which is not part of the API.</param>
    /// <param name="api">The API's routes.</param>
    public static IEndpointRouteBuilder MapWhatsApp(this IEndpointRouteBuilder routes, IEndpointRouteBuilder api)
    {
        ReceiveWebhook.Map(routes);
        ListUnknownNumbers.Map(api);
        ListSetAside.Map(api);
        RetrySetAside.Map(api);
        return routes;
    }
}
