using Balcao.Platform;

namespace Balcao.Conversations;

public static class ConversationsModule
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.AddPeriodic<SearchIndexer>(every: TimeSpan.FromSeconds(2), lease: "search-indexer");
        services.AddPeriodic<UploadsSweep>(every: TimeSpan.FromHours(1), lease: "uploads.sweep");
        services.AddSingleton<IJobHandler, MediaCopies>();
        services.AddSingleton<StoredBytes>();
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
