using Balcao.Channels.WhatsApp.Fetching;
using Balcao.Channels.WhatsApp.Sending;
using Balcao.Chats;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.WhatsApp.Client;

namespace Balcao.Channels.WhatsApp;

/// <summary>Registers sending to WhatsApp and fetching files from it.</summary>
internal static class SendingModule
{
    /// <summary>The name of the HTTP client, for code that observes or replaces its transport.</summary>
    public const string HttpClientName = "graph";

    public static IServiceCollection AddSending(this IServiceCollection services)
    {
        services.AddHttpClient(HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan) // each call has its own timeout
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxConnectionsPerServer = 256,
                AllowAutoRedirect = false, // a redirect would pass on the access token
                UseCookies = false,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // the handler renews its connections itself
            .RemoveAllLoggers(); // addresses of media grant access for some minutes
        services.AddSingleton(provider => new CloudApiClient(HttpOf(provider), OptionsOf(provider)));
        services.AddSingleton(provider => new BusinessAccountClient(HttpOf(provider), OptionsOf(provider)));
        services.AddSingleton<SendDelivery>();
        services.AddSingleton<IMediaRules, WhatsAppMediaRules>();
        services.AddSingleton<ITypingIndicator, TypingIndicator>();
        services.AddSingleton<IAccessCheck, AccessCheck>();
        services.AddSingleton<IJobHandler, MediaFetch>();
        services.AddSingleton<IJobHandler, TemplateFetch>();
        services.AddHostedService<SenderWorker>();
        return services;
    }

    private static HttpClient HttpOf(IServiceProvider provider) => provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName);

    private static CloudApiOptions OptionsOf(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<Settings>().WhatsApp;
        return new CloudApiOptions { GraphUrl = new Uri(settings.GraphUrl), GraphVersion = settings.GraphVersion };
    }
}
