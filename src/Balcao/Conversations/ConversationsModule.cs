using Balcao.Platform;

namespace Balcao.Conversations;

public static class ConversationsModule
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<SearchIndexer>();
        services.AddHostedService(provider => provider.GetRequiredService<SearchIndexer>());
        services.AddHostedService<UploadsSweep>();
        services.AddSingleton<IJobHandler, MediaCopies>();
        return services;
    }

    public static IEndpointRouteBuilder MapConversations(this IEndpointRouteBuilder routes)
    {
        ListMessages.Map(routes);
        FindMessage.Map(routes);
        GetContact.Map(routes);
        SearchEverything.Map(routes);
        UploadFile.Map(routes);
        ServeMedia.Map(routes);
        ServeMediaCopies.Map(routes);
        FetchMediaAgain.Map(routes);
        return routes;
    }
}
