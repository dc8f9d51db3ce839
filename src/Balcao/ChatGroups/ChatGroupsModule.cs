namespace Balcao.ChatGroups;

public static class ChatGroupsModule
{
    public static IServiceCollection AddChatGroups(this IServiceCollection services) => services;

    public static IEndpointRouteBuilder MapChatGroups(this IEndpointRouteBuilder routes)
    {
        GetMe.Map(routes);
        ListChatGroups.Map(routes);
        CreateChatGroup.Map(routes);
        SaveChatGroup.Map(routes);
        DeleteChatGroup.Map(routes);
        ListNumbers.Map(routes);
        LinkGroup.Map(routes);
        UnlinkGroup.Map(routes);
        return routes;
    }
}
